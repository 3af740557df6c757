package dev.keyfob.auth.api;

import java.util.ServiceLoader;

/** Finds the implementation behind the interfaces of this package. */
final class Implementation {
  private Implementation() {}

  /** The implementation of this module: another one on the path does not replace it. */
  static KeyfobBuilder newBuilder() {
    Class<KeyfobBuilder> service = KeyfobBuilder.class;
    // A plain loop: every command runs it, and the first lambda of a process costs milliseconds.
    for (KeyfobBuilder found : ServiceLoader.load(service, service.getClassLoader())) {
      if (found.getClass().getModule() == service.getModule()) {
        return found;
      }
    }
    throw new IllegalStateException("keyfob-auth-api is incomplete");
  }
}
