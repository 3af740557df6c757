package dev.keyfob.auth.api.internal.plugin;

import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.ErrorCode;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.net.http.HttpRequest;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Stands between keyfob and the objects of one plugin, so that what they do against the rules of
 * the SPI is reported as that plugin's fault. A method that is added to the SPI is guarded without
 * a change here, and so is every SPI object that a guarded method returns.
 *
 * @param plugin the plugin's name in messages
 */
record PluginGuard(String plugin) {
  /** The method of a provider that makes headers. */
  private static final String HEADERS = "authorize";

  /** A method call that may throw what it does not declare. */
  @FunctionalInterface
  interface Call {
    @Nullable Object run() throws Throwable;
  }

  /**
   * A proxy for an object of the plugin. It implements the declared type, and those interfaces of
   * the same package that are more specific and that the object implements too.
   *
   * @param declared an interface of the SPI
   */
  <T> T guard(Class<T> declared, T instance) {
    Set<Class<?>> interfaces = new LinkedHashSet<>(List.of(declared));
    for (Class<?> type = instance.getClass(); type != null; type = type.getSuperclass()) {
      addSpecific(declared, type, interfaces);
    }
    return declared.cast(
        Proxy.newProxyInstance(
            declared.getClassLoader(),
            interfaces.toArray(Class<?>[]::new),
            (proxy, method, arguments) ->
                method.getDeclaringClass() == Object.class
                    ? ofObject(proxy, method, arguments)
                    : ofPlugin(method, instance, arguments)));
  }

  private @Nullable Object ofPlugin(Method method, Object instance, Object @Nullable [] arguments) {
    @Nullable Object result =
        call(method.getReturnType(), () -> invoke(method, instance, arguments));
    if (method.getName().equals(HEADERS) && result instanceof Map<?, ?> headers) {
      requireSendable(headers);
    }
    return result;
  }

  private static void addSpecific(Class<?> declared, Class<?> type, Set<Class<?>> interfaces) {
    for (Class<?> each : type.getInterfaces()) {
      if (declared.isAssignableFrom(each) && each.getPackage().equals(declared.getPackage())) {
        interfaces.add(each);
      }
      addSpecific(declared, each, interfaces);
    }
  }

  @SuppressWarnings("ReferenceEquality") // a proxy is equal to itself alone
  private Object ofObject(Object proxy, Method method, Object @Nullable [] arguments) {
    return switch (method.getName()) {
      case "equals" -> arguments != null && proxy == arguments[0];
      case "hashCode" -> System.identityHashCode(proxy);
      default -> plugin;
    };
  }

  private static @Nullable Object invoke(
      Method method, Object instance, Object @Nullable [] arguments) throws Throwable {
    try {
      return method.invoke(instance, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause() == null ? e : e.getCause();
    }
  }

  /**
   * Calls the plugin.
   *
   * @param declared the type that the method declares to return
   * @return what it returned, guarded; null only where it declares {@code void}
   * @throws AuthException what the plugin threw, or with {@code plugin_error} for anything else
   */
  @Nullable Object call(Class<?> declared, Call call) {
    Object result;
    try {
      result = copied(declared, call.run());
    } catch (AuthException | OwnSignal e) {
      throw e;
    } catch (StackOverflowError e) {
      throw failed(e);
    } catch (VirtualMachineError e) { // not the plugin's fault, and nothing can go on
      throw e;
    } catch (Throwable e) { // not all languages have checked exceptions
      throw failed(e);
    }
    if (declared == void.class) {
      return null;
    }
    if (result == null) {
      throw fault("has given null where the interface forbids it", null);
    }
    return isSpi(declared) ? guardAs(declared, result) : result;
  }

  private static boolean isSpi(Class<?> declared) {
    return declared.isInterface()
        && !declared.isSealed()
        && declared.getPackage().equals(ExtensionPoint.SPI);
  }

  private <T> T guardAs(Class<T> declared, Object instance) {
    return guard(declared, declared.cast(instance));
  }

  /**
   * A collection of the plugin's own could fail later, and outside of the guard. JSON is a
   * collection too, but not declared as one.
   */
  private static @Nullable Object copied(Class<?> declared, @Nullable Object result) {
    if (declared == List.class && result instanceof List<?> list) {
      return List.copyOf(list);
    }
    if (declared == Map.class && result instanceof Map<?, ?> map) {
      return Collections.unmodifiableMap(new LinkedHashMap<>(map));
    }
    return result;
  }

  /** The HTTP client would refuse a bad one too, with its value in the message. */
  private void requireSendable(Map<?, ?> headers) {
    HttpRequest.Builder probe = HttpRequest.newBuilder();
    headers.forEach(
        (name, value) -> {
          try {
            probe.setHeader((String) name, (String) value);
          } catch (RuntimeException e) {
            throw fault("has made a header that cannot be sent", null);
          }
        });
  }

  private AuthException failed(Throwable e) {
    // Its message is left out: a plugin may have put a secret into it.
    return fault("failed with " + Problems.name(e), e);
  }

  private AuthException fault(String what, @Nullable Throwable cause) {
    return new AuthException.Misconfigured(
        ErrorCode.PLUGIN_ERROR, "The plugin " + plugin + " " + what + ".", "keyfob plugins", cause);
  }
}
