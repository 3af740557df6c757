package dev.keyfob.store.keychain.access;

import dev.keyfob.auth.api.AccountKey;
import java.nio.file.Path;

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

  /** Set behind the application's name where no command looks, for damaged documents. */
  private static final String DAMAGED = "-damaged";

  /**
   * The application of a home: the user's own, or one with its directory in its name, since the
   * items of one home are nothing to another.
   *
   * @param data where keyfob keeps its data
   * @param usual where it does so unless the environment says otherwise
   */
  public static String application(Path data, Path usual) {
    return data.equals(usual) ? KEYFOB : KEYFOB + " in " + data;
  }

  public static KeychainItem of(String application, AccountKey key) {
    return new KeychainItem(application, key.profile(), key.account());
  }

  /** Where a damaged document goes: the first place, or another if there are several. */
  public static KeychainItem damaged(String application, AccountKey key, int number) {
    return new KeychainItem(
        application + DAMAGED,
        key.profile(),
        number == 1 ? key.account() : key.account() + " " + number);
  }

  /** What a person sees in the system's own password manager. */
  public String label() {
    return application + ": " + profile + " (" + account + ")";
  }
}
