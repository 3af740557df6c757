package dev.keyfob.auth.api.spi;

import dev.keyfob.auth.api.AuthException;
import java.nio.file.Path;
import java.time.Duration;

/** Locks by name, exclusive among all threads and processes on this machine. */
public interface AccountLocks {
  /**
   * Waits for a lock. A holder that dies, however it dies, has released it.
   *
   * @param name what is locked, the same text for the same thing in every process
   * @param limit how long to wait
   * @return the lock, held
   * @throws AuthException.LockTimeout if somebody else holds it all that time
   * @throws AuthException.StoreUnavailable if the lock file cannot be used
   */
  AccountLock acquire(String name, Duration limit);

  /**
   * Waits for the lock of a file, which lies beside the file where it really is: whoever shares the
   * file, by whatever path and with whatever directories of their own, shares the lock.
   *
   * @param document an absolute path; its directory is made if there is none
   * @param limit how long to wait
   * @return the lock, held
   * @throws AuthException.LockTimeout if somebody else holds it all that time
   * @throws AuthException.StoreUnavailable if the lock file cannot be used
   */
  default AccountLock acquireFor(Path document, Duration limit) {
    return acquire("file:" + document, limit);
  }
}
