package dev.keyfob.auth.api;

import java.util.Optional;
import java.util.ServiceLoader;
import java.util.ServiceLoader.Provider;

/** Finds the implementation behind the interfaces of this package. */
final class Implementation {
  private Implementation() {}

  /** The implementation of this module: another one on the path does not replace it. */
  static KeyfobBuilder newBuilder() {
    Class<KeyfobBuilder> service = KeyfobBuilder.class;
    Optional<Provider<KeyfobBuilder>> own =
        ServiceLoader.load(service, service.getClassLoader()).stream()
            .filter(provider -> provider.type().getModule() == service.getModule())
            .findFirst();
    return own.orElseThrow(() -> new IllegalStateException("keyfob-auth-api is incomplete")).get();
  }
}
