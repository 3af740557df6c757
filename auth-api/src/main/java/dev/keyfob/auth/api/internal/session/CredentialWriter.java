package dev.keyfob.auth.api.internal.session;

import dev.keyfob.auth.api.AccountKey;
import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.Credential;
import dev.keyfob.auth.api.CredentialDocument;
import dev.keyfob.auth.api.internal.account.Account;
import dev.keyfob.auth.api.internal.account.AccountRecords;
import dev.keyfob.auth.api.internal.plugin.Providers;
import dev.keyfob.auth.api.spi.AccountLock;
import dev.keyfob.auth.api.spi.AccountLocks;
import dev.keyfob.auth.api.spi.CredentialProvider;
import dev.keyfob.auth.api.spi.CredentialStore;
import jakarta.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Puts the credential of a login where the account's one credential belongs. */
public final class CredentialWriter {
  private final Providers providers;
  private final AccountLocks locks;
  private final AccountRecords records;

  public CredentialWriter(Providers providers, AccountLocks locks, AccountRecords records) {
    this.providers = providers;
    this.locks = locks;
    this.records = records;
  }

  /**
   * Stores a credential in place of all others of its account. What other tools keep in the
   * document stays.
   *
   * @param leftBehind the store that holds the account's document so far, if it is another
   * @param user who it belongs to; empty if unknown
   * @return the types of the others
   * @throws AuthException if it was not stored; everything is as it was
   */
  List<String> put(
      Account account,
      Optional<CredentialStore> leftBehind,
      CredentialProvider provider,
      Credential credential,
      Optional<JsonObject> user) {
    try (AccountLock _ = account.lock(locks)) {
      Optional<CredentialDocument> before = readOrSetAside(account);
      CredentialDocument document =
          leftBehind
              .flatMap(store -> readQuietly(account, store))
              .map(old -> before.map(old::over).orElse(old))
              .or(() -> before)
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
      changed =
          user.isPresent()
              ? changed.withUser(UserBlock.merge(account.profile(), document.user(), user.get()))
              : changed.withoutUser();
      account.store().put(account.key(), changed);
      rememberOrRestore(account, before);
      leftBehind.ifPresent(store -> clear(account, store));
      return cleared;
    }
  }

  /** Without the record nobody would look where the document is now. */
  private void rememberOrRestore(Account account, Optional<CredentialDocument> before) {
    AccountKey key = account.key();
    try {
      records.rememberStore(key, account.store().id());
    } catch (AuthException e) {
      before.ifPresentOrElse(
          document -> account.store().put(key, document), () -> account.store().delete(key));
      throw e;
    }
  }

  private static Optional<CredentialDocument> readOrSetAside(Account account) {
    try {
      return account.store().find(account.key());
    } catch (AuthException.StoreCorrupt e) {
      account
          .store()
          .setAside(account.key())
          .ifPresent(
              place ->
                  account
                      .context()
                      .notices()
                      .warn("The damaged credential document is kept as " + place + "."));
      return Optional.empty();
    }
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

  private static void clear(Account account, CredentialStore store) {
    try {
      store.delete(account.key());
    } catch (AuthException e) {
      account
          .context()
          .notices()
          .warn(
              "What was stored in "
                  + store.id()
                  + " before is no longer used, but could not be removed: "
                  + e.getMessage());
    }
  }
}
