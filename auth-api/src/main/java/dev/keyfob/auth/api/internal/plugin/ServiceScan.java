package dev.keyfob.auth.api.internal.plugin;

import dev.keyfob.auth.api.ExtensionInfo;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;

/** Makes instances of whatever a {@link ServiceLoader} finds, one failing without the others. */
final class ServiceScan<T> {
  // A loader that fails over and over without moving on would otherwise never end.
  private static final int MAX_FAILURES = 50;
  private static final String OWN_CODE = "dev.keyfob.";

  private final ExtensionPoint<T> service;
  private final @Nullable PluginJar jar;
  private final List<LoadedExtension<T>> found = new ArrayList<>();

  private ServiceScan(ExtensionPoint<T> service, @Nullable PluginJar jar) {
    this.service = service;
    this.jar = jar;
  }

  /** What is on the module path or the class path. */
  static <T> List<LoadedExtension<T>> ofPath(ExtensionPoint<T> service, ServiceLoader<T> loader) {
    return new ServiceScan<>(service, null).scan(loader, null);
  }

  /** What a jar in the plugin folder brings, as opposed to the layers that its own stands on. */
  static <T> List<LoadedExtension<T>> ofJar(
      ExtensionPoint<T> service, ServiceLoader<T> loader, PluginJar jar, ModuleLayer layer) {
    return new ServiceScan<>(service, jar).scan(loader, layer);
  }

  private List<LoadedExtension<T>> scan(ServiceLoader<T> loader, @Nullable ModuleLayer layer) {
    Iterator<ServiceLoader.Provider<T>> providers = loader.stream().iterator();
    for (int failures = 0; failures < MAX_FAILURES; ) {
      try {
        if (!providers.hasNext()) {
          break;
        }
        ServiceLoader.Provider<T> provider = providers.next();
        if (layer == null || layer.equals(provider.type().getModule().getLayer())) {
          found.add(extension(provider));
        }
      } catch (ServiceConfigurationError e) {
        failures++;
        found.add(unusable(Optional.empty(), null, Problems.ofLoading(e)));
      }
    }
    return List.copyOf(found);
  }

  private LoadedExtension<T> extension(ServiceLoader.Provider<T> provider) {
    T instance;
    String id;
    try {
      instance = provider.get();
      id = service.id().apply(instance);
    } catch (ServiceConfigurationError | RuntimeException | LinkageError | StackOverflowError e) {
      return unusable(Optional.empty(), provider.type(), Problems.ofLoading(e));
    }
    Class<?> implementation = instance.getClass();
    boolean own = jar == null && implementation.getName().startsWith(OWN_CODE);
    if (service.builtIn().contains(id)) {
      return own
          ? new LoadedExtension<>(report(Optional.of(id), implementation, true, null), instance)
          : unusable(
              Optional.of(id),
              implementation,
              "the name " + id + " is keyfob's own and cannot be replaced");
    }
    if (!service.isValid(String.valueOf(id))) {
      return unusable(
          Optional.empty(),
          implementation,
          "\"" + Problems.printable(String.valueOf(id)) + "\" is not a name that it can have");
    }
    ExtensionInfo report = report(Optional.of(id), implementation, false, null);
    if (own && String.valueOf(implementation.getModule().getName()).startsWith(OWN_CODE)) {
      return new LoadedExtension<>(report, instance); // a guard would cost it 20 ms
    }
    String name = jar == null ? id + " (" + report.source() + ")" : id + " (" + jar.name() + ")";
    return new LoadedExtension<>(report, new PluginGuard(name).guard(service.type(), instance));
  }

  private LoadedExtension<T> unusable(
      Optional<String> id, @Nullable Class<?> implementation, String problem) {
    return new LoadedExtension<>(report(id, implementation, false, problem), null);
  }

  private ExtensionInfo report(
      Optional<String> id,
      @Nullable Class<?> implementation,
      boolean builtIn,
      @Nullable String problem) {
    if (jar != null) {
      return jar.report(id, Optional.of(service.kind()), problem);
    }
    return new ExtensionInfo(
        id,
        Optional.of(service.kind()),
        implementation == null ? "the module path" : place(implementation),
        builtIn,
        implementation == null ? Optional.empty() : version(implementation.getModule()),
        Optional.ofNullable(problem));
  }

  private static String place(Class<?> implementation) {
    return Optional.ofNullable(implementation.getModule().getName())
        .orElse(implementation.getName());
  }

  private static Optional<String> version(Module module) {
    return Optional.ofNullable(module.getDescriptor()).flatMap(d -> d.rawVersion());
  }
}
