package dev.keyfob.auth.api.internal.login;

import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.Credential;
import dev.keyfob.auth.api.CredentialDocument;
import dev.keyfob.auth.api.internal.plugin.Providers;
import dev.keyfob.auth.api.internal.store.Account;
import dev.keyfob.auth.api.internal.store.CredentialOrigin;
import dev.keyfob.auth.api.internal.store.OtherCopies;
import dev.keyfob.auth.api.internal.store.StoreTransaction;
import dev.keyfob.auth.api.internal.store.StoreTransactions;
import dev.keyfob.auth.api.spi.CredentialProvider;
import dev.keyfob.auth.api.spi.CredentialStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** Puts the credential of a login where the account's one credential belongs. */
public final class CredentialWriter {
  private final Providers providers;
  private final StoreTransactions moves;

  public CredentialWriter(Providers providers, StoreTransactions moves) {
    this.providers = providers;
    this.moves = moves;
  }

  /**
   * What a login has replaced.
   *
   * @param cleared the types of the other credentials
   * @param document what the account's document was before
   */
  record Replaced(List<String> cleared, CredentialDocument document) {}

  /**
   * Stores a credential in place of all others of its account. What other tools keep in the
   * document stays.
   *
   * @param elsewhere tells where else the account's document is or may be
   * @param more puts into the document what goes with the credential
   * @return what was there before
   * @throws AuthException if it was not stored; everything is as it was
   */
  Replaced put(
      Account account,
      Supplier<OtherCopies> elsewhere,
      CredentialProvider provider,
      Credential credential,
      UnaryOperator<CredentialDocument> more) {
    try (StoreTransaction move = moves.begin(account, elsewhere)) {
      Optional<CredentialDocument> previous = readOrSetAside(account);
      CredentialDocument document =
          move.before()
              .flatMap(store -> readQuietly(account, store))
              .map(old -> previous.map(old::over).orElse(old))
              .or(() -> previous)
              .orElse(CredentialDocument.EMPTY);
      List<String> cleared = new ArrayList<>(providers.typesIn(document, account.profile()));
      cleared.remove(credential.type());
      CredentialDocument changed = document;
      for (String type : cleared) {
        changed = changed.without(type);
      }
      changed =
          changed.with(
              credential.type(),
              provider.encode(credential, document.entry(credential.type()).orElse(null)));
      changed = more.apply(changed);
      move.put(CredentialOrigin.bind(changed, account.profile()), previous);
      return new Replaced(cleared, document);
    }
  }

  private static Optional<CredentialDocument> readOrSetAside(Account account) {
    try {
      return account.store().find(account.key());
    } catch (AuthException.StoreCorrupt e) {
      setAside(account, "The damaged credential document");
      return Optional.empty();
    } catch (AuthException.StoreUnavailable e) {
      if (!account.store().lacksPassphrase(account.key())) {
        throw e;
      }
      setAside(account, "The credential document sealed under another passphrase");
      return Optional.empty();
    }
  }

  private static void setAside(Account account, String what) {
    account
        .store()
        .setAside(account.key())
        .ifPresent(place -> account.context().notices().warn(what + " is kept as " + place + "."));
  }

  private static Optional<CredentialDocument> readQuietly(Account account, CredentialStore store) {
    try {
      return store.find(account.key());
    } catch (AuthException e) {
      account
          .context()
          .notices()
          .trace(() -> "nothing is taken over from " + store.id() + ": " + e.getMessage());
      return Optional.empty();
    }
  }
}
