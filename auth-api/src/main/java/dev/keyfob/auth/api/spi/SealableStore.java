package dev.keyfob.auth.api.spi;

import dev.keyfob.auth.api.AccountKey;
import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.Secret;
import dev.keyfob.auth.api.stability.Evolving;

/**
 * A store that can encrypt a document under a passphrase. A sealed document is read and written
 * like any other, with a passphrase taken from {@code KEYFOB_PASSPHRASE}, from the file named by
 * {@code KEYFOB_PASSPHRASE_FILE}, or asked for; it stays sealed until {@link #unseal}.
 *
 * <p>The methods that change a document are called with the account's lock held. Each leaves the
 * whole old or the whole new document, whatever happens while it works, and blocks for about a
 * second.
 */
@Evolving
public interface SealableStore extends CredentialStore {
  /**
   * Whether an account's document is sealed. Asks for nothing.
   *
   * @param key the account
   * @return false if it is not, or if there is none
   * @throws AuthException.StoreUnavailable if it cannot be told
   */
  boolean sealed(AccountKey key);

  /**
   * Seals an account's document.
   *
   * @param key the account
   * @param passphrase what will open it
   * @throws AuthException.NotLoggedIn if there is no document
   * @throws AuthException.Misconfigured if it is sealed already, or must stay readable for others
   * @throws AuthException.StoreCorrupt if what is there cannot be understood
   * @throws AuthException.StoreUnavailable if it was not written; the document is as it was
   */
  void seal(AccountKey key, Secret passphrase);

  /**
   * Writes a sealed document in the clear again.
   *
   * @param key the account
   * @throws AuthException.NotLoggedIn if there is no document
   * @throws AuthException.Misconfigured if it is not sealed
   * @throws AuthException.StoreCorrupt if what is sealed is damaged
   * @throws AuthException.StoreUnavailable if the passphrase is missing or wrong, or nothing could
   *     be written; the document is as it was
   */
  void unseal(AccountKey key);

  /**
   * Seals a sealed document under another passphrase, with a new salt.
   *
   * @param key the account
   * @param passphrase what will open it from now on
   * @throws AuthException.NotLoggedIn if there is no document
   * @throws AuthException.Misconfigured if it is not sealed
   * @throws AuthException.StoreCorrupt if what is sealed is damaged
   * @throws AuthException.StoreUnavailable if the old passphrase is missing or wrong, or nothing
   *     could be written; the document is as it was
   */
  void changePassphrase(AccountKey key, Secret passphrase);
}
