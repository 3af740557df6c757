package dev.keyfob.store.keychain.access;

import java.util.List;
import java.util.Optional;

/**
 * What an operating system offers for keeping short texts secret.
 *
 * <p>Usable by many threads and processes. A call may block for as long as the system likes; {@link
 * BoundedKeychain} is what bounds it. Texts are UTF-8 and belong to the caller, who wipes them.
 */
public interface Keychain {
  /**
   * Makes sure that the keychain can be used, without changing anything or asking anybody. One that
   * is locked can be used if somebody is there to unlock it.
   *
   * @throws KeychainFailure if it cannot
   */
  void probe();

  /**
   * Makes sure that a text could be written now, unlocking the keychain if somebody is there to.
   *
   * @param entry where it would go
   * @throws KeychainFailure if it could not
   */
  void requireWritable(KeychainItem entry);

  /**
   * Reads a text.
   *
   * @param entry where it is
   * @return the text; empty if there is none, which is certain
   * @throws KeychainFailure if it cannot be told whether there is one
   */
  Optional<byte[]> find(KeychainItem entry);

  /**
   * Writes a text in the place of what was there. Two first writes at once leave one text.
   *
   * @param entry where it goes
   * @param text what to write
   * @throws KeychainFailure if it is not known to be written
   */
  void put(KeychainItem entry, byte[] text);

  /**
   * Removes a text.
   *
   * @param entry where it is
   * @return whether there was one
   * @throws KeychainFailure if it is not known to be gone
   */
  boolean delete(KeychainItem entry);

  /**
   * The accounts that have a text.
   *
   * @param application whose texts
   * @param profile the profile's name
   * @return the accounts' names, in no particular order
   * @throws KeychainFailure if they cannot be listed
   */
  List<String> accounts(String application, String profile);
}
