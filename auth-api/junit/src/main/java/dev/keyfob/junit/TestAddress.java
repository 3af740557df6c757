package dev.keyfob.junit;

import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestInstances;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.commons.support.HierarchyTraversalMode;
import org.junit.platform.commons.support.ModifierSupport;
import org.junit.platform.commons.support.ReflectionSupport;

/** Reads what is annotated with {@link ApiUnderTest}. */
final class TestAddress {
  private TestAddress() {}

  /**
   * The address that a test class, or one around it, has now.
   *
   * @throws ExtensionConfigurationException if it has none, or it is no address
   */
  static Optional<URI> find(ExtensionContext context) {
    for (Class<?> c = context.getTestClass().orElse(null); c != null; c = c.getEnclosingClass()) {
      Class<?> of = c;
      Object instance = context.getTestInstances().flatMap(all -> instanceOf(all, of)).orElse(null);
      Optional<URI> address = find(c, instance);
      if (address.isPresent()) {
        return address;
      }
    }
    return Optional.empty();
  }

  private static Optional<Object> instanceOf(TestInstances all, Class<?> type) {
    return all.getAllInstances().stream().filter(type::isInstance).findFirst();
  }

  private static Optional<URI> find(Class<?> type, @Nullable Object instance) {
    List<Object> found = new ArrayList<>();
    for (Field field : AnnotationSupport.findAnnotatedFields(type, ApiUnderTest.class)) {
      if (instance != null || ModifierSupport.isStatic(field)) {
        found.add(
            present(
                field.getName(),
                ReflectionSupport.tryToReadFieldValue(field, instance).toOptional().orElse(null)));
      }
    }
    for (Method method :
        AnnotationSupport.findAnnotatedMethods(
            type, ApiUnderTest.class, HierarchyTraversalMode.TOP_DOWN)) {
      if (instance != null || ModifierSupport.isStatic(method)) {
        found.add(present(method.getName(), ReflectionSupport.invokeMethod(method, instance)));
      }
    }
    return found.stream().findFirst().map(value -> address(type, value));
  }

  private static Object present(String name, @Nullable Object value) {
    if (value == null) {
      throw new ExtensionConfigurationException(
          "@ApiUnderTest " + name + " has no value when a login needs it");
    }
    return value;
  }

  private static URI address(Class<?> type, Object value) {
    try {
      return URI.create(value.toString());
    } catch (IllegalArgumentException e) {
      throw new ExtensionConfigurationException(
          "@ApiUnderTest of " + type.getName() + " is no address", e);
    }
  }
}
