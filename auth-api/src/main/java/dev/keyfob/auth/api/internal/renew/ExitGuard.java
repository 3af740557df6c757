package dev.keyfob.auth.api.internal.renew;

import dev.keyfob.auth.api.AuthException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Holds up the end of the process, for a short time, while a refresh token is spent and its
 * successor not yet stored: Ctrl-C at that moment would end the session.
 */
final class ExitGuard implements AutoCloseable {
  private static final Duration LONGEST = Duration.ofSeconds(5);

  private final Duration longest;
  private final CountDownLatch done = new CountDownLatch(1);
  private final Thread hook = new Thread(this::await, "keyfob-exit-guard");

  private ExitGuard(Duration longest) {
    this.longest = longest;
  }

  /**
   * Begins.
   *
   * @throws AuthException.Cancelled if the process is ending already
   */
  static ExitGuard hold() {
    return hold(LONGEST);
  }

  /**
   * Begins.
   *
   * @param longest how long the end of the process is held up
   * @throws AuthException.Cancelled if the process is ending already
   */
  static ExitGuard hold(Duration longest) {
    ExitGuard guard = new ExitGuard(longest);
    try {
      Runtime.getRuntime().addShutdownHook(guard.hook);
    } catch (IllegalStateException e) {
      throw new AuthException.Cancelled("The process is ending; nothing was renewed.");
    }
    return guard;
  }

  @Override
  public void close() {
    done.countDown();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // the process is ending, and no longer waits for this
    }
  }

  private void await() {
    try {
      boolean _ = done.await(longest.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
