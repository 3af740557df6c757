package dev.keyfob.auth.api.internal.renew;

import dev.keyfob.auth.api.internal.store.Account;
import dev.keyfob.auth.api.spi.AccountLock;
import dev.keyfob.auth.api.spi.ProviderContext;

/**
 * An account's lock while its refresh token is sent.
 *
 * @param lock the lock, held
 * @param account whose it is
 */
record SpendingLock(AccountLock lock, Account account) {
  /** The lock is somebody else's now, and nothing was sent. */
  static final class Lost extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private Lost() {
      super("the lock was lost", null, false, false);
    }
  }

  /**
   * Before each request.
   *
   * @throws Lost if nothing may be sent
   */
  void beginSpending() {
    if (!lock.beginSpending()) {
      throw new Lost();
    }
  }

  /** The account's context, whose requests end before the lock does. */
  ProviderContext context() {
    ProviderContext all = account.context();
    return lock.remaining().isEmpty()
        ? all
        : all.withHttp(all.http().within(() -> lock.remaining().orElseThrow()));
  }

  /** Says what became of a renewal whose holder has vanished. */
  void tellOfAbandoned(String outcome) {
    lock.abandonedBy()
        .ifPresent(
            holder ->
                account
                    .context()
                    .notices()
                    .warn(
                        "A renewal of "
                            + account.key()
                            + " that "
                            + holder
                            + " began has not come to an end; "
                            + outcome
                            + "."));
  }
}
