package dev.keyfob.auth.api.internal.renew;

import dev.keyfob.auth.api.AuthException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * The renewals that may have spent a refresh token. Closing lets no more begin and waits for those
 * that have begun: what they need, HTTP and the keys of sealed documents, may go only after them.
 * Safe for use by many threads.
 */
public final class RunningRenewals implements TransientRetry.Pause {
  private int running;
  private boolean closed;

  /** One renewal, until it is closed. */
  interface Running extends AutoCloseable {
    @Override
    void close();
  }

  /**
   * Begins.
   *
   * @throws AuthException.Cancelled if no more may begin
   */
  synchronized Running begin() {
    requireOpen();
    running++;
    return this::end;
  }

  private synchronized void end() {
    running--;
    notifyAll();
  }

  /**
   * Makes sure that another request may be sent.
   *
   * @throws AuthException.Cancelled if none may
   */
  synchronized void requireOpen() {
    if (closed) {
      throw new AuthException.Cancelled("keyfob is being closed; the session is kept as it is.");
    }
  }

  /**
   * Waits for a time, or until no more may begin: nobody is to wait for an attempt that is not
   * made.
   */
  @Override
  public synchronized void of(Duration duration) throws InterruptedException {
    long end = System.nanoTime() + duration.toNanos();
    for (long left = duration.toNanos(); left > 0 && !closed; left = end - System.nanoTime()) {
      TimeUnit.NANOSECONDS.timedWait(this, left);
    }
  }

  /**
   * Lets no more begin, and waits for those that run. Each has limits of its own for all that it
   * waits for, so that this ends too. An interrupt does not shorten it, and is kept.
   */
  public synchronized void close() {
    closed = true;
    notifyAll();
    boolean interrupted = false;
    while (running > 0) {
      try {
        wait();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
