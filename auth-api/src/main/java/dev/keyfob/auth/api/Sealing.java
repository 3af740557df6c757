package dev.keyfob.auth.api;

/**
 * Encrypts stored documents under a passphrase, and back. The passphrase of a document that is
 * sealed already comes from {@code KEYFOB_PASSPHRASE}, from the file that {@code
 * KEYFOB_PASSPHRASE_FILE} names, or from the person. Each method blocks for about a second and
 * leaves the whole old or the whole new document. Safe for use by many threads.
 */
public interface Sealing {
  /**
   * Whether an account's document is sealed. Asks for nothing.
   *
   * @param key the account
   * @return false if it is not, if there is none, or if its store seals nothing
   * @throws AuthException.StoreUnavailable if it cannot be told
   */
  boolean sealed(AccountKey key);

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
  void seal(AccountKey key);

  /**
   * Seals an account's document.
   *
   * @param key the account
   * @param passphrase what will open it
   * @throws AuthException.NotLoggedIn if there is no document
   * @throws AuthException.Misconfigured if it cannot be sealed, or is already
   * @throws AuthException.StoreUnavailable if it could not be written
   */
  void seal(AccountKey key, Secret passphrase);

  /**
   * Writes a sealed document in the clear again.
   *
   * @param key the account
   * @throws AuthException.NotLoggedIn if there is no document
   * @throws AuthException.Misconfigured if it is not sealed
   * @throws AuthException.StoreUnavailable if the passphrase is missing or wrong
   */
  void unseal(AccountKey key);

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
  void changePassphrase(AccountKey key);

  /**
   * Seals a sealed document under another passphrase.
   *
   * @param key the account
   * @param passphrase what will open it from now on
   * @throws AuthException.NotLoggedIn if there is no document
   * @throws AuthException.Misconfigured if it is not sealed
   * @throws AuthException.StoreUnavailable if the old passphrase is missing or wrong
   */
  void changePassphrase(AccountKey key, Secret passphrase);
}
