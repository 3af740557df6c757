package dev.keyfob.auth.api.internal.renew;

import dev.keyfob.auth.api.internal.plugin.OwnSignal;
import dev.keyfob.auth.api.internal.store.Account;
import dev.keyfob.auth.api.spi.AccountLock;
import dev.keyfob.auth.api.spi.ProviderContext;
import java.time.Duration;

/**
 * An account's lock while its refresh token is sent.
 *
 * @param lock the lock, held
 * @param account whose it is
 */
record SpendingLock(AccountLock lock, Account account) {
  /** The lock is somebody else's now, and nothing was sent. */
  static final class Lost extends OwnSignal {
    private static final long serialVersionUID = 1L;

    private Lost() {
      super("the lock was lost");
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

  /**
   * The account's context, whose requests end before the lock does; those that would begin after it
   * throw {@link Lost}.
   */
  ProviderContext context() {
    ProviderContext all = account.context();
    return lock.remaining().isEmpty() ? all : all.withHttp(all.http().within(this::left));
  }

  /**
   * Asked for before each request: a process may have stood still since the lease was looked at.
   */
  private Duration left() {
    Duration left = lock.remaining().orElseThrow();
    if (!left.isPositive()) {
      throw new Lost();
    }
    return left;
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
