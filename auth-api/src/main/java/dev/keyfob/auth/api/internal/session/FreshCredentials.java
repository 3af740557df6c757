package dev.keyfob.auth.api.internal.session;

import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.Origin;
import dev.keyfob.auth.api.RenewableCredential;
import dev.keyfob.auth.api.ResolvedCredential;
import dev.keyfob.auth.api.internal.plugin.Providers;
import dev.keyfob.auth.api.internal.renew.Expiry;
import dev.keyfob.auth.api.internal.renew.RenewalCoordinator;
import dev.keyfob.auth.api.internal.resolve.CredentialResolver;
import java.time.Duration;
import java.time.Instant;

/** Resolves, and renews what is too old. Safe for use by many threads. */
public final class FreshCredentials {
  private final CredentialResolver resolver;
  private final Providers providers;
  private final RenewalCoordinator renewal;

  public FreshCredentials(
      CredentialResolver resolver, Providers providers, RenewalCoordinator renewal) {
    this.resolver = resolver;
    this.providers = providers;
    this.renewal = renewal;
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
    ResolvedCredential found = find(account);
    if (!(found.credential() instanceof RenewableCredential session)) {
      return found;
    }
    Instant now = account.context().clock().instant();
    Duration wanted = minValid.compareTo(Expiry.SKEW) > 0 ? minValid : Expiry.SKEW;
    if (!Expiry.within(session, wanted, now)) {
      return found;
    }
    if (session.renewable()) {
      return renew(account, found);
    }
    if (Expiry.expired(session, now)) {
      throw new AuthException.SessionExpired(account.key(), "it cannot be renewed.");
    }
    return found;
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

  /**
   * A later generation of a credential that is too old or was rejected.
   *
   * @throws AuthException.Misconfigured if it is not of the kind that can be renewed
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
          "keyfob status " + account.key().profile() + " --explain");
    }
    return new ResolvedCredential(
        account.key(),
        renewal.renew(account, providers.get(session.type()), session),
        rejected.origin());
  }
}
