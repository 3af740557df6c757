package dev.keyfob.auth.oauth.device;

import java.time.Duration;

/** A monotonic clock, and waiting by it. */
public interface MonotonicTime {
  /** The clock of the system. */
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

  /** The time in nanoseconds from an arbitrary origin. */
  long nanos();

  /**
   * Waits.
   *
   * @throws InterruptedException if the thread is interrupted
   */
  void pause(Duration duration) throws InterruptedException;
}
