package dev.keyfob.auth.api.spi;

/**
 * A lock that is held. Closing it releases it; closing it again does nothing. It is closed by the
 * thread that has acquired it.
 */
public interface AccountLock extends AutoCloseable {
  @Override
  void close();
}
