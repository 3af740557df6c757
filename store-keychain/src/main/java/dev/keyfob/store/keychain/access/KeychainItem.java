package dev.keyfob.store.keychain.access;

import dev.keyfob.auth.api.AccountKey;

/**
 * A place in a keychain that holds one text.
 *
 * @param application who keeps it there, so that a search finds nothing of anybody else
 * @param profile the profile's name
 * @param account the account's name
 */
public record KeychainItem(String application, String profile, String account) {
  /** The application under which documents are kept. */
  public static final String KEYFOB = "keyfob";

  /** The application under which damaged documents are kept, where no command looks. */
  private static final String DAMAGED = "keyfob-damaged";

  public static KeychainItem of(AccountKey key) {
    return new KeychainItem(KEYFOB, key.profile(), key.account());
  }

  /** Where a damaged document goes: the first place, or another if there are several. */
  public static KeychainItem damaged(AccountKey key, int number) {
    return new KeychainItem(
        DAMAGED, key.profile(), number == 1 ? key.account() : key.account() + " " + number);
  }

  /** What a person sees in the system's own password manager. */
  public String label() {
    return application + ": " + profile + " (" + account + ")";
  }
}
