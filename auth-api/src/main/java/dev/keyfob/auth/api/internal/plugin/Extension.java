package dev.keyfob.auth.api.internal.plugin;

import dev.keyfob.auth.api.Plugin;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An implementation of a service, or what there is in its place.
 *
 * @param report what to tell about it
 * @param instance the implementation; null if there is a problem with it
 * @param <T> the service
 */
record Extension<T>(Plugin report, @Nullable T instance) {
  boolean is(String id) {
    return instance != null && report.id().filter(id::equals).isPresent();
  }

  /** The same, not to be used. */
  Extension<T> without(String problem) {
    Plugin was = report;
    return new Extension<>(
        new Plugin(
            was.id(), was.kind(), was.source(), was.builtIn(), was.version(), Optional.of(problem)),
        null);
  }
}
