package dev.keyfob.auth.api;

import dev.keyfob.auth.api.stability.Stable;
import java.util.function.Supplier;

/**
 * Hears what happens beside the result: what the user should know, and what helps to find a fault.
 * Implementations are safe for use by many threads, do not block and do not throw.
 */
@Stable
public interface Notices {
  /** Hears nothing. */
  Notices NONE =
      new Notices() {
        @Override
        public void warn(String sentence) {}

        @Override
        public void trace(Supplier<String> line) {}
      };

  /**
   * Something worked, but not quite as one would think.
   *
   * @param sentence for people, without secrets
   */
  void warn(String sentence);

  /**
   * A step was taken.
   *
   * @param line made only if somebody listens, without secrets
   */
  void trace(Supplier<String> line);

  /**
   * A detail of a step, for whoever looks for a fault in what goes over the network.
   *
   * @param line made only if somebody listens, without secrets
   */
  default void detail(Supplier<String> line) {}
}
