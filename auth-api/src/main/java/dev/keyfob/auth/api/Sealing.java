package dev.keyfob.auth.api;

import dev.keyfob.auth.api.internal.account.Account;
import dev.keyfob.auth.api.spi.AccountLock;
import dev.keyfob.auth.api.spi.SealableStore;
import java.util.function.Consumer;

/**
 * Encrypts stored documents under a passphrase, and back. The passphrase of a document that is
 * sealed already comes from {@code KEYFOB_PASSPHRASE}, from the file that {@code
 * KEYFOB_PASSPHRASE_FILE} names, or from the person. Each method blocks for about a second and
 * leaves the whole old or the whole new document. Safe for use by many threads.
 */
public final class Sealing {
  private final Composition parts;

  Sealing(Composition parts) {
    this.parts = parts;
  }

  /**
   * Whether an account's document is sealed. Asks for nothing.
   *
   * @param key the account
   * @return false if it is not, if there is none, or if its store seals nothing
   * @throws AuthException.StoreUnavailable if it cannot be told
   */
  public boolean sealed(AccountKey key) {
    return parts.account(key).store() instanceof SealableStore store && store.sealed(key);
  }

  /**
   * Seals an account's document.
   *
   * @param key the account
   * @param passphrase what will open it
   * @throws AuthException.NotLoggedIn if there is no document
   * @throws AuthException.Misconfigured if it cannot be sealed, or is already
   * @throws AuthException.StoreUnavailable if it could not be written
   */
  public void seal(AccountKey key, Secret passphrase) {
    change(key, store -> store.seal(key, passphrase));
  }

  /**
   * Writes a sealed document in the clear again.
   *
   * @param key the account
   * @throws AuthException.NotLoggedIn if there is no document
   * @throws AuthException.Misconfigured if it is not sealed
   * @throws AuthException.StoreUnavailable if the passphrase is missing or wrong
   */
  public void unseal(AccountKey key) {
    change(key, store -> store.unseal(key));
  }

  /**
   * Seals a sealed document under another passphrase.
   *
   * @param key the account
   * @param passphrase what will open it from now on
   * @throws AuthException.NotLoggedIn if there is no document
   * @throws AuthException.Misconfigured if it is not sealed
   * @throws AuthException.StoreUnavailable if the old passphrase is missing or wrong
   */
  public void changePassphrase(AccountKey key, Secret passphrase) {
    change(key, store -> store.changePassphrase(key, passphrase));
  }

  private void change(AccountKey key, Consumer<SealableStore> change) {
    Account account = parts.account(key);
    if (!(account.store() instanceof SealableStore store)) {
      throw AuthException.usage(
          "The store " + account.store().id() + " does not seal documents.",
          "keyfob login " + key.profile() + " --store file");
    }
    store.requireWritable(key); // asks for the old passphrase, if need be, before the lock is taken
    try (AccountLock _ = account.lock(parts.locks)) {
      change.accept(store);
    }
  }
}
