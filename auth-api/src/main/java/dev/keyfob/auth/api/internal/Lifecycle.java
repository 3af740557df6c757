package dev.keyfob.auth.api.internal;

/** Whether a {@link DefaultKeyfob} can still be used. Safe for use by many threads. */
final class Lifecycle {
  private volatile boolean closed;

  /**
   * Called first by every public method, of the instance and of what it has handed out.
   *
   * @throws IllegalStateException if it has been closed
   */
  void requireOpen() {
    if (closed) {
      throw new IllegalStateException("this Keyfob is closed");
    }
  }

  /** From here on no call begins; one that has begun already goes on. */
  void close() {
    closed = true;
  }
}
