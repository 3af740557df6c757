package dev.keyfob.auth.oauth.device;

import java.time.Duration;

/** Time that only goes forward, whatever happens to the clock on the wall; and waiting in it. */
public interface MonotonicTime {
  /** The system's. */
  MonotonicTime SYSTEM =
      new MonotonicTime() {
        @Override
        public long nanos() {
          return System.nanoTime();
        }

        @Override
        public void pause(Duration duration) throws InterruptedException {
          Thread.sleep(duration);
        }
      };

  /** A reading, of use only in comparison with another. */
  long nanos();

  /**
   * Waits.
   *
   * @throws InterruptedException if the thread is interrupted
   */
  void pause(Duration duration) throws InterruptedException;
}
