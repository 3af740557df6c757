package dev.keyfob.auth.api.internal.renew;

import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.ErrorCode;
import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * Tries again what failed for now, a few times, waiting longer each time or as long as the server
 * asks, within a budget of time. Safe for use by many threads.
 */
public final class TransientRetry {
  /** No attempt begins later than this after the first. */
  static final Duration BUDGET = Duration.ofSeconds(30);

  private static final int ATTEMPTS = 3;
  private static final Duration FIRST_PAUSE = Duration.ofMillis(500);

  private final RandomGenerator random;
  private final LongSupplier nanoTime;
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

  /**
   * Retries.
   *
   * @param random spreads the attempts of many processes; need not be a secure one
   * @param nanoTime a clock that nobody sets, as {@link System#nanoTime()}
   */
  public TransientRetry(RandomGenerator random, LongSupplier nanoTime, Pause pause) {
    this.random = random;
    this.nanoTime = nanoTime;
    this.pause = pause;
  }

  /**
   * Calls until it works, fails for good, or has failed often enough.
   *
   * @return the call's result
   * @throws AuthException.Transient with {@code idp_unavailable} if it never worked
   */
  <T> T call(Supplier<T> call) {
    return call(begin(), call);
  }

  /** The beginning of a budget that several calls share. */
  long begin() {
    return nanoTime.getAsLong();
  }

  /**
   * The same, within what is left of a budget. Made once even if nothing is left.
   *
   * @param start what {@link #begin} gave
   */
  <T> T call(long start, Supplier<T> call) {
    for (int attempt = 1; ; attempt++) {
      try {
        return call.get();
      } catch (AuthException.Transient e) {
        Duration wait = e.retryAfter().orElse(backoff(attempt));
        Duration spent = Duration.ofNanos(nanoTime.getAsLong() - start);
        if (attempt == ATTEMPTS || spent.plus(wait).compareTo(BUDGET) > 0) {
          throw givenUp(e);
        }
        sleep(wait);
      }
    }
  }

  private static AuthException givenUp(AuthException.Transient last) {
    return new AuthException.Transient(
        ErrorCode.IDP_UNAVAILABLE,
        last.getMessage() + " The session is kept; try again later.",
        last.retryAfter().orElse(null),
        last);
  }

  /** Exponential with jitter, so that many processes do not come back at once. */
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
