package dev.keyfob.auth.api.internal.renew;

import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.ErrorCode;
import java.time.Duration;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * Tries again what failed for now, a few times, waiting longer each time or as long as the server
 * asks. Safe for use by many threads.
 */
public final class TransientRetry {
  private static final int ATTEMPTS = 3;
  private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

  private final RandomGenerator random;
  private final Pause pause;

  /** Waits for a time; a test returns at once. */
  @FunctionalInterface
  public interface Pause {
    /**
     * Waits.
     *
     * @throws InterruptedException if the thread is interrupted
     */
    void of(Duration duration) throws InterruptedException;
  }

  public TransientRetry(RandomGenerator random, Pause pause) {
    this.random = random;
    this.pause = pause;
  }

  /**
   * Calls until it works, fails for good, or has failed often enough.
   *
   * @return the call's result
   * @throws AuthException.Transient with {@code idp_unavailable} if it never worked
   */
  <T> T call(Supplier<T> call) {
    for (int attempt = 1; ; attempt++) {
      try {
        return call.get();
      } catch (AuthException.Transient e) {
        if (attempt == ATTEMPTS || e.retryAfter().filter(TransientRetry::tooLong).isPresent()) {
          throw new AuthException.Transient(
              ErrorCode.IDP_UNAVAILABLE,
              e.getMessage() + " Nothing was changed; try again later.",
              e.retryAfter().orElse(null),
              e);
        }
        sleep(e.retryAfter().orElse(backoff(attempt)));
      }
    }
  }

  private static boolean tooLong(Duration asked) {
    return asked.compareTo(LONGEST_PAUSE) > 0;
  }

  /** Exponential with full jitter, so that many processes do not come back at once. */
  private Duration backoff(int attempt) {
    long ceiling = FIRST_PAUSE.toMillis() << (attempt - 1);
    return Duration.ofMillis(ceiling / 2 + random.nextLong(ceiling / 2 + 1));
  }

  private void sleep(Duration duration) {
    try {
      pause.of(duration);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AuthException.Cancelled("Interrupted while waiting to try again.");
    }
  }
}
