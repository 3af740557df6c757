package dev.keyfob.auth.api.internal.store;

import dev.keyfob.auth.api.AccountKey;
import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.CredentialDocument;
import dev.keyfob.auth.api.MigrationReport;
import dev.keyfob.auth.api.internal.plugin.Providers;
import dev.keyfob.auth.api.spi.CredentialStore;
import java.util.Optional;
import java.util.function.Supplier;

/** Moves an account's document from one store to another as it is. */
public final class StoreMigration {
  private final Providers providers;
  private final StoreTransactions moves;

  public StoreMigration(Providers providers, StoreTransactions moves) {
    this.providers = providers;
    this.moves = moves;
  }

  /**
   * Moves.
   *
   * @param account in the store that it is to be in, which answers
   * @param elsewhere tells where it is or may be
   */
  public MigrationReport migrate(Account account, Supplier<OtherCopies> elsewhere) {
    askBeforehand(account, elsewhere.get());
    AccountKey key = account.key();
    try (StoreTransaction move = moves.begin(account, elsewhere)) {
      String to = account.store().id();
      if (move.before().isEmpty()) {
        require(account.store(), key);
        move.clearOtherCopies();
        return new MigrationReport(key, to, to);
      }
      CredentialStore from = move.before().get();
      CredentialDocument document = require(from, key);
      Optional<CredentialDocument> previous = previous(account);
      move.put(previous.map(old -> document.over(rest(account, old))).orElse(document), previous);
      return new MigrationReport(key, from.id(), to);
    }
  }

  /** A passphrase, or an unlocked keychain: a person's time is not spent under the lock. */
  private static void askBeforehand(Account account, OtherCopies elsewhere) {
    require(elsewhere.before().orElse(account.store()), account.key());
    if (elsewhere.before().isPresent()) {
      account.store().requireWritable(account.key());
    }
  }

  private static CredentialDocument require(CredentialStore store, AccountKey key) {
    return store.find(key).orElseThrow(() -> new AuthException.NotLoggedIn(key));
  }

  /** What other tools keep; a credential there is what an earlier attempt has left. */
  private CredentialDocument rest(Account account, CredentialDocument previous) {
    CredentialDocument rest = previous.withoutUser();
    for (String type : providers.typesIn(previous, account.profile())) {
      rest = rest.without(type);
    }
    return rest;
  }

  /** What is there already, out of the way if it cannot be read. */
  private static Optional<CredentialDocument> previous(Account account) {
    try {
      return account.store().find(account.key());
    } catch (AuthException.StoreCorrupt e) {
      account.store().setAside(account.key());
      return Optional.empty();
    }
  }
}
