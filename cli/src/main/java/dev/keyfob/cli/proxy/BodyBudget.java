package dev.keyfob.cli.proxy;

import dev.keyfob.auth.api.AuthException;
import java.util.concurrent.Semaphore;

/**
 * The memory that bodies of requests may take all together while they are kept for a repetition.
 * Whoever comes when it is used up waits for the others. Safe for use by many threads.
 */
final class BodyBudget {
  private static final int TOTAL = 64 << 20;

  private final Semaphore free = new Semaphore(TOTAL, true);

  /** A part of the memory, given back when it is closed. */
  final class Share implements AutoCloseable {
    private final int bytes;
    private boolean closed;

    private Share(int bytes) {
      this.bytes = bytes;
    }

    int bytes() {
      return bytes;
    }

    @Override
    public void close() {
      if (!closed) {
        closed = true;
        free.release(bytes);
      }
    }
  }

  /**
   * Takes a part. Blocks for as long as there is not so much.
   *
   * @throws AuthException.Cancelled if this thread is interrupted
   */
  Share take(int bytes) {
    try {
      free.acquire(bytes);
      return new Share(bytes);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AuthException.Cancelled("Interrupted while waiting for memory.");
    }
  }
}
