package dev.keyfob.auth.api.internal.renew;

import dev.keyfob.auth.api.AccountKey;
import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.Credential;
import dev.keyfob.auth.api.ErrorCode;
import dev.keyfob.auth.api.Origin;
import dev.keyfob.auth.api.RenewableCredential;
import dev.keyfob.auth.api.ResolvedCredential;
import dev.keyfob.auth.api.internal.plugin.Providers;
import dev.keyfob.auth.api.internal.resolve.CredentialResolver;
import dev.keyfob.auth.api.internal.store.Account;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Resolves, and renews what is too old. Safe for use by many threads. */
public final class FreshCredentials {
  private final CredentialResolver resolver;
  private final Providers providers;
  private final RenewalCoordinator renewal;
  private final Set<AccountKey> shorter = ConcurrentHashMap.newKeySet();

  public FreshCredentials(
      CredentialResolver resolver, Providers providers, RenewalCoordinator renewal) {
    this.resolver = resolver;
    this.providers = providers;
    this.renewal = renewal;
  }

  /**
   * Whatever is configured, expired or not.
   *
   * @throws AuthException.NotLoggedIn if nothing is
   */
  public ResolvedCredential find(Account account) {
    return resolver
        .resolve(account)
        .orElseThrow(() -> new AuthException.NotLoggedIn(account.key()));
  }

  /** Whether the credential in use is in memory only, although it belongs into the store. */
  public boolean isUnsaved(AccountKey key) {
    return renewal.holdsUnsaved(key);
  }

  /**
   * What this machine knows without asking a server, if that is fresh; else whatever is configured.
   *
   * @param minValid how long it must still work
   * @throws AuthException.NotLoggedIn if nothing is configured
   */
  public ResolvedCredential findFor(Account account, Duration minValid) {
    return account
        .store()
        .recent(account.key())
        .flatMap(document -> resolver.resolve(account, document))
        .filter(
            found -> !Expiry.due(found.credential(), minValid, account.context().clock().instant()))
        .orElseGet(() -> find(account));
  }

  /**
   * The credential to use now.
   *
   * @param minValid how long it must still work, if it can be renewed at all; at least {@link
   *     Expiry#SKEW} is kept
   * @throws AuthException.NotLoggedIn if there is none
   * @throws AuthException.SessionExpired if it has expired and cannot be renewed
   */
  public ResolvedCredential get(Account account, Duration minValid) {
    return freshen(account, findFor(account, minValid), minValid);
  }

  /**
   * The same credential while it is young enough, else a renewed one.
   *
   * @param found what {@link #find} gave
   * @return {@code found} itself if there was nothing to do
   * @throws AuthException.SessionExpired if it has expired and cannot be renewed
   */
  public ResolvedCredential freshen(Account account, ResolvedCredential found, Duration minValid) {
    if (!(found.credential() instanceof RenewableCredential session)) {
      return found;
    }
    Instant now = account.context().clock().instant();
    if (!Expiry.due(session, minValid, now)) {
      sayIfShorter(account, session, minValid);
      return found;
    }
    if (session.renewable()) {
      ResolvedCredential renewed = renewOrMakeDo(account, found, session, minValid);
      sayIfShorter(account, renewed.credential(), minValid);
      return renewed;
    }
    if (Expiry.expired(session, now)) {
      throw new AuthException.SessionExpired(account.key(), Expiry.unrenewable(session));
    }
    return found;
  }

  /** That what was asked for cannot be had is said once, and no more is spent on it. */
  private void sayIfShorter(Account account, Credential used, Duration minValid) {
    Expiry.life(used)
        .filter(life -> life.compareTo(minValid) < 0 && shorter.add(account.key()))
        .ifPresent(
            life ->
                account
                    .context()
                    .notices()
                    .warn(
                        "The tokens of "
                            + account.key()
                            + " live for "
                            + life.toSeconds()
                            + " s, shorter than the "
                            + minValid.toSeconds()
                            + " s asked for."));
  }

  /** A token that has seconds left is better than none while the identity provider is away. */
  private ResolvedCredential renewOrMakeDo(
      Account account, ResolvedCredential found, RenewableCredential session, Duration minValid) {
    try {
      return renewed(account, found, session);
    } catch (AuthException e) {
      if (!e.retryable()
          || !minValid.isZero()
          || Expiry.expired(session, account.context().clock().instant())) {
        throw e;
      }
      account
          .context()
          .notices()
          .warn("The session was not renewed and ends soon: " + e.getMessage());
      return found;
    }
  }

  /**
   * A later generation of a credential that is too old or was rejected.
   *
   * @throws AuthException.Misconfigured if it is of a kind that is not renewed
   * @throws AuthException.NotLoggedIn if it has nothing to be renewed with
   * @throws AuthException.SessionExpired if it can no longer be renewed
   */
  public ResolvedCredential renew(Account account, ResolvedCredential rejected) {
    if (!(rejected.origin() instanceof Origin.Store)
        || !(rejected.credential() instanceof RenewableCredential session)) {
      throw AuthException.usage(
          "The credential from "
              + rejected.origin().name()
              + " ("
              + rejected.credential().type()
              + ") is not of a kind that can be renewed.",
          account.key().command("status") + " --explain");
    }
    if (!session.renewable() && !Expiry.expired(session, account.context().clock().instant())) {
      throw new AuthException.NotLoggedIn(
          ErrorCode.SESSION_EXPIRED,
          "The session of " + account.key() + " still works but cannot be renewed.",
          account.key().loginCommand());
    }
    return renewed(account, rejected, session);
  }

  private ResolvedCredential renewed(
      Account account, ResolvedCredential found, RenewableCredential session) {
    return new ResolvedCredential(
        account.key(),
        renewal.renew(account, providers.get(session.type()), session),
        found.origin());
  }
}
