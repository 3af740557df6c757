package dev.keyfob.auth.api.internal.cache;

import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.Credential;
import dev.keyfob.auth.api.Origin;
import dev.keyfob.auth.api.RenewableCredential;
import dev.keyfob.auth.api.ResolvedCredential;
import dev.keyfob.auth.api.ServiceProfile;
import dev.keyfob.auth.api.internal.renew.Expiry;
import dev.keyfob.auth.api.internal.renew.FreshCredentials;
import dev.keyfob.auth.api.internal.store.Account;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * An account whose credential stays in memory for as long as it is fresh, so that most requests
 * cost no look into any file. It is read again when it is due and when the service rejects it;
 * until then a change made by another process is not seen. Safe for use by many threads, which do
 * not wait for each other while the credential is fresh.
 */
public final class CachedAccount {
  // To open an account reads files: not twice for the sake of one command.
  private static final long RECENT = TimeUnit.SECONDS.toNanos(1);

  private final Supplier<Account> opener;
  private final FreshCredentials credentials;
  private volatile Account account;
  private volatile long openedAt;
  private volatile @Nullable CachedCredential held;

  /**
   * A credential in use.
   *
   * @param account where it was found
   * @param resolved the credential
   * @param renewed whether it was renewed for the caller who gets this
   */
  public record CachedCredential(Account account, ResolvedCredential resolved, boolean renewed) {}

  /**
   * Opens an account; its credential is looked for at the first need.
   *
   * @param opener reads the profile, and in which store the account is now
   * @throws AuthException.Misconfigured if the profile is not there or malformed
   */
  public CachedAccount(Supplier<Account> opener, FreshCredentials credentials) {
    this.opener = opener;
    this.credentials = credentials;
    this.account = opener.get();
    this.openedAt = System.nanoTime();
  }

  /** The service. */
  public ServiceProfile profile() {
    return account.profile();
  }

  /** The account as it was when it was last read. */
  public Account account() {
    return account;
  }

  /**
   * The credential to use now, from memory if it is fresh.
   *
   * @param minValid how long it must still work, if it can be renewed at all
   * @throws AuthException as {@link FreshCredentials#get}
   */
  public CachedCredential get(Duration minValid) {
    CachedCredential known = fresh(minValid);
    return known == null ? read(minValid) : known;
  }

  /** What is in memory, if it is fresh; else null. Reads no file and takes no lock. */
  public @Nullable CachedCredential fresh(Duration minValid) {
    CachedCredential known = held;
    return known == null
            || credentials.isUnsaved(known.account().key())
            || Expiry.due(
                known.resolved().credential(),
                minValid,
                known.account().context().clock().instant())
        ? null
        : known;
  }

  /**
   * What is configured, expired or not. Nothing is renewed.
   *
   * @throws AuthException.NotLoggedIn if nothing is
   */
  public CachedCredential stored() {
    Account now = reopen();
    return new CachedCredential(now, credentials.find(now), false);
  }

  /** Renews now. */
  public CachedCredential renew() {
    Account now = reopen();
    return hold(new CachedCredential(now, credentials.renew(now, credentials.find(now)), true));
  }

  /**
   * What to repeat a request with that was answered by 401: what another process has stored
   * meanwhile, else a renewed session.
   *
   * @param rejected what the request was sent with
   * @return empty if there is nothing better
   * @throws AuthException.NotLoggedIn if the account was logged out meanwhile
   */
  public Optional<CachedCredential> afterRejection(CachedCredential rejected) {
    forget();
    Account now = reopen();
    ResolvedCredential found = credentials.find(now);
    if (!isSame(found.credential(), rejected.resolved().credential())) {
      return Optional.of(hold(held(now, found, Duration.ZERO)));
    }
    boolean canRenew =
        found.origin() instanceof Origin.Store
            && found.credential() instanceof RenewableCredential session
            && session.renewable()
            && !(session.isRenewed()
                && Expiry.isJustIssued(session, now.context().clock().instant()));
    return rejected.renewed() || !canRenew
        ? Optional.empty()
        : Optional.of(hold(new CachedCredential(now, credentials.renew(now, found), true)));
  }

  /** Drops what is in memory, because it has been changed. */
  public void forget() {
    held = null;
    openedAt = System.nanoTime() - RECENT - 1;
  }

  private CachedCredential read(Duration minValid) {
    Account now = reopen();
    return hold(held(now, credentials.findFor(now, minValid), minValid));
  }

  private Account reopen() {
    if (System.nanoTime() - openedAt <= RECENT) {
      return account;
    }
    Account now = opener.get();
    account = now;
    openedAt = System.nanoTime();
    return now;
  }

  @SuppressWarnings(
      "ReferenceEquality") // freshen gives the same one back if there was nothing to do
  private CachedCredential held(Account now, ResolvedCredential found, Duration minValid) {
    ResolvedCredential used = credentials.freshen(now, found, minValid);
    return new CachedCredential(now, used, used != found);
  }

  private CachedCredential hold(CachedCredential fresh) {
    held = fresh.renewed() ? new CachedCredential(fresh.account(), fresh.resolved(), false) : fresh;
    return fresh;
  }

  private static boolean isSame(Credential one, Credential other) {
    if (one instanceof RenewableCredential session && other instanceof RenewableCredential old) {
      // What comes from a cache of this machine may lack the refresh token.
      return session.sameGeneration(old) || session.secret().equals(old.secret());
    }
    return one.type().equals(other.type()) && one.secret().equals(other.secret());
  }
}
