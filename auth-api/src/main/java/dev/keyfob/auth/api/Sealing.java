package dev.keyfob.auth.api;

import dev.keyfob.auth.api.internal.Composition;
import dev.keyfob.auth.api.internal.store.NewPassphrase;
import dev.keyfob.auth.api.spi.AccountLock;
import dev.keyfob.auth.api.spi.CredentialStore;
import dev.keyfob.auth.api.spi.SealableStore;
import dev.keyfob.auth.api.spi.support.Passphrase;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Encrypts stored documents under a passphrase, and back. The passphrase of a document that is
 * sealed already comes from {@code KEYFOB_PASSPHRASE}, from the file that {@code
 * KEYFOB_PASSPHRASE_FILE} names, or from the person. Each method blocks for about a second and
 * leaves the whole old or the whole new document. Safe for use by many threads.
 */
public final class Sealing {
  private static final String NEW_VARIABLE = "KEYFOB_NEW_PASSPHRASE";

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
    return store(key) instanceof SealableStore store && store.sealed(key);
  }

  /**
   * Seals an account's document under the passphrase in {@code KEYFOB_PASSPHRASE} or in the file
   * that {@code KEYFOB_PASSPHRASE_FILE} names, else under one that the person types twice, else
   * under the first line of standard input.
   *
   * @param key the account
   * @throws AuthException.NotLoggedIn if there is no document
   * @throws AuthException.Misconfigured if it cannot be sealed, or is already, or there is no
   *     passphrase
   * @throws AuthException.StoreUnavailable if it could not be written
   */
  public void seal(AccountKey key) {
    SealableStore store = sealable(key);
    if (store.find(key).isEmpty()) {
      throw new AuthException.NotLoggedIn(key);
    }
    if (store.sealed(key)) {
      throw AuthException.usage(
          "The credentials of " + key + " are sealed already.",
          "keyfob store change-passphrase " + key.profile());
    }
    seal(key, newPassphrase(key, Passphrase.VARIABLE));
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
   * Seals a sealed document under another passphrase: the one in {@code KEYFOB_NEW_PASSPHRASE} or
   * in the file that {@code KEYFOB_NEW_PASSPHRASE_FILE} names, else one that the person types
   * twice, else the first line of standard input.
   *
   * @param key the account
   * @throws AuthException.NotLoggedIn if there is no document
   * @throws AuthException.Misconfigured if it is not sealed, or there is no new passphrase
   * @throws AuthException.StoreUnavailable if the old passphrase is missing or wrong
   */
  public void changePassphrase(AccountKey key) {
    SealableStore store = sealable(key);
    if (store.find(key).isEmpty()) { // asks for the old passphrase
      throw new AuthException.NotLoggedIn(key);
    }
    if (!store.sealed(key)) {
      throw AuthException.usage(
          "The credentials of " + key + " are not sealed.", "keyfob store seal " + key.profile());
    }
    changePassphrase(key, newPassphrase(key, NEW_VARIABLE));
    Map<String, String> environment = parts.environment();
    Stream.of(Passphrase.VARIABLE, Passphrase.VARIABLE + "_FILE")
        .filter(variable -> !environment.getOrDefault(variable, "").isBlank())
        .forEach(variable -> parts.notices().warn(variable + " still gives the old passphrase."));
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

  private Secret newPassphrase(AccountKey key, String variable) {
    return new NewPassphrase(variable, parts.environment(), parts.interaction)
        .take("the credentials of " + parts.profiles.get(key.profile()).displayName());
  }

  private void change(AccountKey key, Consumer<SealableStore> change) {
    // asks for the old passphrase, if need be, before the lock is taken
    sealable(key).requireWritable(key);
    try (AccountLock _ = parts.account(key).lock(parts.locks)) {
      change.accept(sealable(key)); // it may have been moved while we waited
    }
  }

  private SealableStore sealable(AccountKey key) {
    CredentialStore store = store(key);
    if (store instanceof SealableStore sealable) {
      return sealable;
    }
    throw AuthException.usage(
        "The store " + store.id() + " does not seal documents.",
        "keyfob store migrate " + key.profile() + " --to file");
  }

  private CredentialStore store(AccountKey key) {
    return parts.stores.current(key, parts.storeContext(parts.profiles.get(key.profile())));
  }
}
