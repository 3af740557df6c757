package dev.keyfob.auth.api.spi;

import dev.keyfob.auth.api.stability.Evolving;

/**
 * A lock that is held. Closing it releases it; closing it again does nothing. It is closed by the
 * thread that has acquired it.
 */
@Evolving
public interface AccountLock extends AutoCloseable {
  @Override
  void close();
}
