package dev.keyfob.auth.api.internal.login;

import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.Credential;
import dev.keyfob.auth.api.CredentialDocument;
import dev.keyfob.auth.api.RenewableCredential;
import dev.keyfob.auth.api.internal.plugin.Providers;
import dev.keyfob.auth.api.internal.store.Account;
import dev.keyfob.auth.api.spi.CredentialProvider;

/**
 * Ends the sessions that a login has replaced, once the new credential is stored: whoever still has
 * a copy of the old one has nothing. The login has succeeded whatever comes of this.
 */
final class Retirement {
  private final Providers providers;

  Retirement(Providers providers) {
    this.providers = providers;
  }

  void end(Account account, CredentialDocument before, Credential now) {
    for (String type : providers.typesIn(before, account.profile())) {
      try {
        CredentialProvider provider = providers.get(type);
        Credential old = provider.decode(before.entry(type).orElseThrow());
        if (old instanceof RenewableCredential session && !isStillInUse(session, now)) {
          var outcome = provider.revoke(session, account.context());
          account.context().notices().trace(() -> "the former session: " + outcome.id());
        }
      } catch (AuthException e) {
        account
            .context()
            .notices()
            .trace(() -> "the former session is not withdrawn: " + e.getMessage());
      }
    }
  }

  private static boolean isStillInUse(RenewableCredential old, Credential now) {
    return now instanceof RenewableCredential session && session.sameGeneration(old);
  }
}
