package dev.keyfob.auth.api.internal.renew;

import dev.keyfob.auth.api.AccountKey;
import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.Credential;
import dev.keyfob.auth.api.ErrorCode;
import dev.keyfob.auth.api.RenewableCredential;
import dev.keyfob.auth.api.internal.store.Account;
import dev.keyfob.auth.api.spi.AccountLock;
import dev.keyfob.auth.api.spi.AccountLocks;
import dev.keyfob.auth.api.spi.CredentialProvider;
import dev.keyfob.auth.api.spi.support.Patience;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Renews a session so that of any number of threads and processes exactly one asks the identity
 * provider, and no session is lost whatever fails at whatever moment. Safe for use by many threads.
 *
 * <p>Under the account's lock: read the store again; use what is there if somebody else has
 * renewed; else make sure the store can be written, renew, write, and only then let the result be
 * used.
 */
public final class RenewalCoordinator {
  /** How often the lock may be lost before anything is sent. */
  private static final int MAX_LOSSES = 3;

  private final AccountLocks locks;
  private final TransientRetry retry;
  private final RunningRenewals running;
  private final SingleFlight flights = new SingleFlight();
  private final UnsavedSessions unsaved = new UnsavedSessions();

  public RenewalCoordinator(AccountLocks locks, TransientRetry retry, RunningRenewals running) {
    this.locks = locks;
    this.retry = retry;
    this.running = running;
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
   * @throws AuthException.Cancelled if keyfob is being closed
   */
  public RenewableCredential renew(
      Account account, CredentialProvider provider, RenewableCredential sent) {
    return flights.join(account.key(), sent, () -> renewLocked(account, provider, sent));
  }

  /** Whether a session could not be stored yet; the next renewal stores it and makes no request. */
  boolean holdsUnsaved(AccountKey key) {
    return unsaved.holds(key);
  }

  /** Whoever loses the lock waits for it again, since the new holder may have renewed. */
  private RenewableCredential renewLocked(
      Account account, CredentialProvider provider, RenewableCredential sent) {
    for (int losses = 0; losses < MAX_LOSSES; losses++) {
      try (AccountLock lock = account.lock(locks)) {
        return renewHolding(lock, account, provider, sent);
      } catch (SpendingLock.Lost e) {
        account.context().notices().trace(() -> "lost the lock before anything was sent");
      }
    }
    throw new AuthException.StoreUnavailable(
        "The lock of " + account.key() + " was lost to others before anything was sent.",
        "keyfob doctor " + account.key().profile(),
        null);
  }

  private RenewableCredential renewHolding(
      AccountLock lock, Account account, CredentialProvider provider, RenewableCredential sent) {
    StoredSession stored = read(account, provider, sent).orElseThrow(() -> loggedOut(account));
    if (!stored.session().sameGeneration(sent) && works(account, stored)) {
      account.context().notices().trace(() -> "another process has renewed meanwhile");
      saveIfUnsaved(account, lock, provider, stored);
      return stored.session();
    }
    if (!stored.session().renewable()) {
      throw new AuthException.SessionExpired(account.key(), Expiry.unrenewable(stored.session()));
    }
    account.store().requireWritable(account.key());
    try (RunningRenewals.Running _ = running.begin();
        ExitGuard _ = ExitGuard.hold()) {
      return spend(account, new SpendingLock(lock, account), provider, stored, retry.begin(), 0);
    }
  }

  /** From here on the refresh token may be spent: nothing may keep its successor from the store. */
  private RenewableCredential spend(
      Account account,
      SpendingLock lock,
      CredentialProvider provider,
      StoredSession stored,
      long start,
      int refusalsBefore) {
    try {
      return request(account, lock, provider, stored, start);
    } catch (AuthException.SessionExpired refusal) {
      StoredSession newer =
          newer(account, lock, provider, stored)
              .orElseThrow(
                  () -> {
                    lock.tellOfAbandoned("the identity provider no longer accepts its token");
                    return refusal;
                  });
      if (works(account, newer)) {
        return newer.session();
      }
      if (!newer.session().renewable() || refusalsBefore > 0) {
        throw refusal;
      }
      return spend(account, lock, provider, newer, start, refusalsBefore + 1);
    }
  }

  private RenewableCredential request(
      Account account,
      SpendingLock lock,
      CredentialProvider provider,
      StoredSession stored,
      long start) {
    account.context().notices().trace(() -> "renewing the session of " + account.key());
    AtomicReference<StoredSession> sent = new AtomicReference<>(stored);
    AtomicBoolean again = new AtomicBoolean();
    RenewableCredential fresh =
        retry.call(
            start,
            () -> {
              if (again.getAndSet(true)) {
                running.requireOpen();
              }
              lock.beginSpending();
              return session(
                  provider,
                  provider.renew(
                      sent.get().session(),
                      lock.context(),
                      rotated -> sent.set(rotated(account, lock, provider, sent.get(), rotated))));
            });
    lock.tellOfAbandoned("the identity provider still accepted its token");
    return keep(account, lock.lock(), provider, sent.get(), fresh);
  }

  /** What is refused of an answer does not take the refresh token in it along. */
  private StoredSession rotated(
      Account account,
      SpendingLock lock,
      CredentialProvider provider,
      StoredSession sent,
      Credential rotated) {
    account.context().notices().trace(() -> "the answer is refused, its refresh token is kept");
    RenewableCredential kept =
        keep(account, lock.lock(), provider, sent, session(provider, rotated));
    return new StoredSession(sent.document(), kept);
  }

  /**
   * What a writer that knows nothing of our locks has stored between our reading and our sending.
   * If nobody has, the session that was sent is dead, and is marked so.
   */
  private Optional<StoredSession> newer(
      Account account, SpendingLock lock, CredentialProvider provider, StoredSession sent) {
    try {
      StoredSession stored =
          read(account, provider, sent.session()).orElseThrow(() -> loggedOut(account));
      if (!stored.session().sameGeneration(sent.session())) {
        account.context().notices().trace(() -> "refused, but another process has renewed");
        return Optional.of(stored);
      }
      stored.replace(
          account,
          lock.lock(),
          provider,
          session(provider, provider.markDead(stored.session(), account.context())));
    } catch (AuthException.NotLoggedIn e) {
      throw e;
    } catch (AuthException e) {
      // The refusal is what the caller must hear of; without the mark the next one hears it again.
      account.context().notices().trace(() -> "the refusal was not recorded: " + e.getMessage());
    }
    return Optional.empty();
  }

  /**
   * Stores the new session. The old refresh token is spent: if the store fails, to withhold the new
   * session from the caller as well would only lose it sooner.
   */
  private RenewableCredential keep(
      Account account,
      AccountLock lock,
      CredentialProvider provider,
      StoredSession sent,
      RenewableCredential fresh) {
    try {
      Optional<StoredSession> stored = readAgain(account, provider, sent);
      if (stored.isEmpty()) {
        provider.revoke(fresh, account.context());
        throw loggedOut(account);
      }
      if (!stored.get().session().sameGeneration(sent.session()) && works(account, stored.get())) {
        account.context().notices().trace(() -> "another program has stored a session meanwhile");
        return stored.get().session();
      }
      StoredSession before = stored.get();
      Patience.withMemory(
          () -> {
            before.replace(account, lock, provider, fresh);
            return before;
          });
      unsaved.forget(account.key());
    } catch (AuthException.NotLoggedIn e) {
      throw e;
    } catch (Throwable e) { // of any kind: a fault of the store, and no memory left
      unsaved.keep(account.key(), sent.session(), fresh);
      account
          .context()
          .notices()
          .warn(
              "The renewed session could not be saved and ends with this command: "
                  + e.getMessage());
    }
    return fresh;
  }

  private void saveIfUnsaved(
      Account account, AccountLock lock, CredentialProvider provider, StoredSession stored) {
    if (!unsaved.holds(account.key(), stored.session())) {
      return;
    }
    try {
      stored.replace(account, lock, provider, stored.session());
      unsaved.forget(account.key());
    } catch (AuthException e) {
      account.context().notices().trace(() -> "still not saved: " + e.getMessage());
    }
  }

  /** Where a person has logged out there is nothing; what needs no person is obtained again. */
  private Optional<StoredSession> read(
      Account account, CredentialProvider provider, RenewableCredential sent) {
    return StoredSession.read(account, provider)
        .or(
            () ->
                sent.grant().isPresent()
                    ? StoredSession.unattended(account, provider)
                    : Optional.empty())
        .map(found -> unsaved.over(account.key(), found));
  }

  /** A store that cannot be read for the moment may still be written, on top of what was read. */
  private Optional<StoredSession> readAgain(
      Account account, CredentialProvider provider, StoredSession before) {
    try {
      return read(account, provider, before.session());
    } catch (AuthException.StoreUnavailable e) {
      return Optional.of(before);
    }
  }

  private static boolean works(Account account, StoredSession stored) {
    return !Expiry.expired(stored.session(), account.context().clock().instant());
  }

  private static AuthException loggedOut(Account account) {
    return new AuthException.NotLoggedIn(account.key());
  }

  private static RenewableCredential session(CredentialProvider provider, Credential credential) {
    if (credential instanceof RenewableCredential session) {
      return session;
    }
    throw new AuthException.Misconfigured(
        ErrorCode.PLUGIN_ERROR,
        "The provider of " + provider.type() + " has returned a credential that is no session.",
        "keyfob plugins",
        null);
  }
}
