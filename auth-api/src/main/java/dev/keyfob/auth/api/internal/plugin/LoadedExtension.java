package dev.keyfob.auth.api.internal.plugin;

import dev.keyfob.auth.api.ExtensionInfo;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An implementation of a service, or what there is in its place.
 *
 * @param report what to tell about it
 * @param instance the implementation; null if there is a problem with it
 * @param <T> the service
 */
record LoadedExtension<T>(ExtensionInfo report, @Nullable T instance) {
  boolean is(String id) {
    return instance != null && report.id().filter(id::equals).isPresent();
  }

  /** The same, not to be used. */
  LoadedExtension<T> without(String problem) {
    ExtensionInfo was = report;
    return new LoadedExtension<>(
        new ExtensionInfo(
            was.id(), was.kind(), was.source(), was.builtIn(), was.version(), Optional.of(problem)),
        null);
  }
}
