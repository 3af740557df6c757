package dev.keyfob.auth.api.internal.store;

import dev.keyfob.auth.api.AccountKey;
import dev.keyfob.auth.api.ServiceProfile;
import dev.keyfob.auth.api.spi.AccountLock;
import dev.keyfob.auth.api.spi.AccountLocks;
import dev.keyfob.auth.api.spi.CredentialStore;
import dev.keyfob.auth.api.spi.ProviderContext;
import java.time.Duration;

/**
 * One account with all that is needed to work on it.
 *
 * @param profile the service
 * @param key the account's name
 * @param store where its document is
 * @param context what its provider works with
 */
public record Account(
    ServiceProfile profile, AccountKey key, CredentialStore store, ProviderContext context) {
  /**
   * Longer than anybody keeps the lock. A renewal begins its last attempt within 30 seconds; where
   * the store has changed behind its back, one more follows. Each looks up the token endpoint (10
   * seconds for each of two places) and asks it (30). Whoever gives up earlier throws away a login
   * that has worked.
   */
  public static final Duration LOCK_LIMIT = Duration.ofSeconds(150);

  /** Locks the account against every other writer. */
  public AccountLock lock(AccountLocks local) {
    return store.lock(key, LOCK_LIMIT, local);
  }
}
