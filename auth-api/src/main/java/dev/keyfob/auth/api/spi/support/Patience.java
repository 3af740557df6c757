package dev.keyfob.auth.api.spi.support;

import dev.keyfob.auth.api.stability.Evolving;
import java.util.function.Supplier;

/**
 * Work that must not be lost for want of memory, such as what follows a refresh token that is
 * spent. What has taken all the memory, a flood of requests, is likely to give it back soon.
 */
@Evolving
public final class Patience {
  private static final int ATTEMPTS = 5;

  private Patience() {}

  /**
   * Tries until memory is left. Blocks for a second and a half at most.
   *
   * @param work the work, which can be done from the start again
   * @param <T> the type of its result
   * @return its result
   */
  public static <T> T withMemory(Supplier<T> work) {
    for (int attempt = 1; ; attempt++) {
      try {
        return work.get();
      } catch (VirtualMachineError e) {
        if (attempt == ATTEMPTS) {
          throw e;
        }
        pause(100L * attempt);
      }
    }
  }

  private static void pause(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // and on with it, without a pause
    }
  }
}
