package dev.keyfob.auth.api.spi;

import dev.keyfob.auth.api.stability.Evolving;
import java.time.Duration;
import java.util.Optional;

/**
 * A lock that is held. Closing it releases it; closing it again does nothing. It is closed by the
 * thread that has acquired it.
 *
 * <p>A lock among the processes of one machine lasts until it is closed or its holder dies. A lock
 * among machines is a lease: it also ends by itself, because nobody can tell a dead holder from one
 * that cannot be reached. The default methods are those of the former.
 */
@Evolving
public interface AccountLock extends AutoCloseable {
  /**
   * How much longer nobody else can get the lock, by a clock that nobody sets. Does not block.
   *
   * @return the time, zero if the lease has ended; empty for a lock that does not end by itself
   */
  default Optional<Duration> remaining() {
    return Optional.empty();
  }

  /**
   * Called before something is sent that can be spent only once. Makes sure that the lock is still
   * held, extends a lease to its full length, and leaves a durable note for the next holder in case
   * this one never comes back. May block for seconds.
   *
   * @return false if the lock was lost; nothing may be sent then
   * @throws dev.keyfob.auth.api.AuthException.StoreUnavailable if it cannot be told; nothing may be
   *     sent then either
   */
  default boolean beginSpending() {
    return true;
  }

  /**
   * Who held the lock before, began to spend and never said how that ended.
   *
   * @return a phrase for a message that names the holder and the time; empty if nobody has
   */
  default Optional<String> abandonedBy() {
    return Optional.empty();
  }

  @Override
  void close();
}
