package dev.keyfob.auth.api.internal.logout;

import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.Credential;
import dev.keyfob.auth.api.CredentialDocument;
import dev.keyfob.auth.api.LogoutReport;
import dev.keyfob.auth.api.Revocation;
import dev.keyfob.auth.api.internal.plugin.Providers;
import dev.keyfob.auth.api.internal.resolve.CredentialResolver;
import dev.keyfob.auth.api.internal.store.Account;
import dev.keyfob.auth.api.internal.store.CredentialOrigin;
import dev.keyfob.auth.api.internal.store.OtherCopies;
import dev.keyfob.auth.api.internal.store.StoreTransaction;
import dev.keyfob.auth.api.internal.store.StoreTransactions;
import dev.keyfob.auth.api.spi.CredentialProvider;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Logs out: withdraw at the identity provider, then delete here whatever that said. All of it
 * happens under the account's lock, so that a renewal under way cannot bring the session back.
 */
public final class LogoutService {
  private final Providers providers;
  private final CredentialResolver resolver;
  private final StoreTransactions moves;

  public LogoutService(Providers providers, CredentialResolver resolver, StoreTransactions moves) {
    this.providers = providers;
    this.resolver = resolver;
    this.moves = moves;
  }

  /**
   * Logs out of an account; one that has nothing stored is no error.
   *
   * @param elsewhere tells where a copy may be left of a document that was moved
   */
  public LogoutReport logout(Account account, Supplier<OtherCopies> elsewhere) {
    try (StoreTransaction move = moves.begin(account, elsewhere)) {
      move.clearElsewhere();
      Optional<CredentialDocument> document;
      try {
        document = account.store().find(account.key());
      } catch (AuthException.StoreUnavailable e) {
        if (!account.store().lacksPassphrase(account.key())) {
          throw e;
        }
        return withoutPassphrase(account);
      }
      List<String> cleared = new ArrayList<>();
      Revocation revocation = Revocation.NOTHING_TO_REVOKE;
      if (document.isPresent()) {
        CredentialDocument rest = document.get();
        for (String type : providers.typesIn(rest, account.profile())) {
          revocation = worse(revocation, revoke(account, type, rest));
          rest = rest.without(type);
          cleared.add(type);
        }
        remove(account, move, CredentialOrigin.unbind(rest.withoutUser()));
      }
      return new LogoutReport(
          account.key(), cleared, revocation, resolver.activeVariable(account.profile()));
    }
  }

  /** Nobody can read what is there, so that nobody can withdraw it; but it goes out of use. */
  private LogoutReport withoutPassphrase(Account account) {
    account
        .store()
        .setAside(account.key())
        .ifPresent(
            place ->
                account
                    .context()
                    .notices()
                    .warn(
                        "The credentials are sealed and could not be opened to withdraw them; they"
                            + " are kept as "
                            + place
                            + "."));
    return new LogoutReport(
        account.key(),
        List.of(),
        Revocation.NOT_CONFIRMED,
        resolver.activeVariable(account.profile()));
  }

  /** What other tools keep in the same document stays. */
  private static void remove(Account account, StoreTransaction move, CredentialDocument rest) {
    if (rest.json().isEmpty()) {
      account.store().delete(account.key());
    } else {
      move.replace(rest);
    }
  }

  private Revocation revoke(Account account, String type, CredentialDocument document) {
    try {
      CredentialProvider provider = providers.get(type);
      Credential credential = provider.decode(document.entry(type).orElseThrow());
      return provider.revoke(credential, account.context());
    } catch (AuthException e) {
      account.context().notices().trace(() -> "not revoked: " + e.getMessage());
      return Revocation.NOT_CONFIRMED;
    }
  }

  private static Revocation worse(Revocation one, Revocation other) {
    if (one == Revocation.NOT_CONFIRMED || other == Revocation.NOTHING_TO_REVOKE) {
      return one;
    }
    return other;
  }
}
