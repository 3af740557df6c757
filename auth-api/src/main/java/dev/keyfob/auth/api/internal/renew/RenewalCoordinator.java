package dev.keyfob.auth.api.internal.renew;

import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.Credential;
import dev.keyfob.auth.api.CredentialDocument;
import dev.keyfob.auth.api.RenewableCredential;
import dev.keyfob.auth.api.internal.session.Account;
import dev.keyfob.auth.api.spi.AccountLock;
import dev.keyfob.auth.api.spi.AccountLocks;
import dev.keyfob.auth.api.spi.CredentialProvider;
import java.time.Duration;
import java.util.Optional;

/**
 * Renews a session so that of any number of threads and processes exactly one asks the identity
 * provider, and no session is lost whatever fails at whatever moment. Safe for use by many threads.
 *
 * <p>Under the account's lock: read the store again; use what is there if somebody else has
 * renewed; else make sure the store can be written, renew, write, and only then let the result be
 * used.
 */
public final class RenewalCoordinator {
  /** Longer than a renewal with all its retries may take. */
  static final Duration LOCK_LIMIT = Duration.ofSeconds(90);

  private final AccountLocks locks;
  private final TransientRetry retry;

  public RenewalCoordinator(AccountLocks locks, TransientRetry retry) {
    this.locks = locks;
    this.retry = retry;
  }

  /**
   * Renews. Blocks for the lock and for the identity provider.
   *
   * @param account whose session it is
   * @param sent the credential that is too old or was rejected
   * @return a credential of a later generation, already stored
   * @throws AuthException.SessionExpired if the session is proven dead
   * @throws AuthException.NotLoggedIn if it is gone from the store
   * @throws AuthException.Transient if it may work later; nothing has changed
   */
  public RenewableCredential renew(
      Account account, CredentialProvider provider, RenewableCredential sent) {
    try (AccountLock _ = account.store().lock(account.key(), LOCK_LIMIT, locks)) {
      RenewableCredential stored = read(account, provider);
      if (!stored.sameGeneration(sent)
          && !Expiry.expired(stored, account.context().clock().instant())) {
        account.context().notices().trace(() -> "renewed meanwhile by another process");
        return stored;
      }
      if (!stored.renewable()) {
        throw new AuthException.SessionExpired(account.key(), "it cannot be renewed.");
      }
      account.store().requireWritable(account.key());
      return renewStored(account, provider, stored);
    }
  }

  private RenewableCredential renewStored(
      Account account, CredentialProvider provider, RenewableCredential stored) {
    RenewableCredential fresh;
    try {
      account.context().notices().trace(() -> "renewing the session of " + account.key());
      fresh = retry.call(() -> renewable(provider.renew(stored, account.context())));
    } catch (AuthException.SessionExpired e) {
      return adoptOrMarkDead(account, provider, stored, e);
    }
    try {
      put(account, provider, fresh);
    } catch (AuthException.StoreUnavailable e) {
      // The old refresh token is spent: to keep the new session from the caller would lose it at
      // once.
      account
          .context()
          .notices()
          .warn(
              "The renewed session could not be saved and ends with this command: "
                  + e.getMessage());
    }
    return fresh;
  }

  /**
   * A writer that knows nothing of our locks may have renewed between our reading and our sending.
   */
  private static RenewableCredential adoptOrMarkDead(
      Account account,
      CredentialProvider provider,
      RenewableCredential sent,
      AuthException.SessionExpired refusal) {
    RenewableCredential stored = read(account, provider);
    if (!stored.sameGeneration(sent)) {
      account.context().notices().trace(() -> "refused, but another process has renewed meanwhile");
      return stored;
    }
    put(account, provider, renewable(provider.markDead(sent)));
    throw refusal;
  }

  private static RenewableCredential read(Account account, CredentialProvider provider) {
    return account
        .store()
        .find(account.key())
        .flatMap(document -> document.entry(provider.type()))
        .map(entry -> renewable(provider.decode(entry)))
        .orElseThrow(() -> new AuthException.NotLoggedIn(account.key()));
  }

  private static void put(
      Account account, CredentialProvider provider, RenewableCredential credential) {
    Optional<CredentialDocument> document = account.store().find(account.key());
    CredentialDocument old =
        document.orElseThrow(() -> new AuthException.NotLoggedIn(account.key()));
    account
        .store()
        .put(
            account.key(),
            old.with(
                provider.type(),
                provider.encode(credential, old.entry(provider.type()).orElse(null))));
  }

  private static RenewableCredential renewable(Credential credential) {
    if (credential instanceof RenewableCredential renewable) {
      return renewable;
    }
    throw new IllegalStateException("the provider has made a credential that cannot be renewed");
  }
}
