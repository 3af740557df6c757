package dev.keyfob.auth.api;

import dev.keyfob.auth.api.stability.Stable;
import org.jspecify.annotations.Nullable;

/**
 * One identity under one service profile.
 *
 * @param profile the profile's name
 * @param account the account's name, {@link #DEFAULT_ACCOUNT} unless the user chose one
 */
@Stable
public record AccountKey(String profile, String account) {
  /** The account of a profile whose user has never named one. */
  public static final String DEFAULT_ACCOUNT = "default";

  private static final int MAX_LENGTH = 255;

  /**
   * Checks the names.
   *
   * @throws AuthException.Misconfigured if a name is blank, too long or holds a control character
   */
  public AccountKey {
    requireName("profile", profile);
    requireName("account", account);
  }

  /**
   * The default account of a profile.
   *
   * @param profile the profile's name
   * @return its default account
   */
  public static AccountKey of(String profile) {
    return new AccountKey(profile, DEFAULT_ACCOUNT);
  }

  /**
   * The command that logs in to this account, for hints.
   *
   * @return for example {@code keyfob login acme}
   */
  public String loginCommand() {
    return command("login");
  }

  /**
   * The command that logs in to this account by one method, for hints.
   *
   * @param method the method
   * @return for example {@code keyfob login acme --device}
   */
  public String loginCommand(LoginMethod method) {
    return loginCommand() + " " + method.option();
  }

  /**
   * A command about this account, for hints: it can be pasted into a shell, and options can be
   * added at its end.
   *
   * @param words the words that call it, for example {@code status}
   * @return for example {@code keyfob status acme --account work}
   */
  public String command(String words) {
    String command = "keyfob " + words + " " + quoted(profile);
    return account.equals(DEFAULT_ACCOUNT) ? command : command + " --account " + quoted(account);
  }

  /** As a POSIX shell takes it for one word. */
  private static String quoted(String name) {
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (!Character.isLetterOrDigit(c) && "-_.@+/:".indexOf(c) < 0) {
        return "'" + name.replace("'", "'\\''") + "'";
      }
    }
    return name;
  }

  private static void requireName(String what, String name) {
    if (name.isBlank() || name.length() > MAX_LENGTH || hasControl(name)) {
      throw AuthException.usage(
          "The "
              + what
              + " name must be 1 to "
              + MAX_LENGTH
              + " characters without control characters.",
          "keyfob " + what + " list");
    }
  }

  private static boolean hasControl(String name) {
    for (int i = 0; i < name.length(); i++) {
      if (Character.isISOControl(name.charAt(i))) {
        return true;
      }
    }
    return false;
  }

  // Written out, because what the compiler generates costs 25 ms at its first call, and every
  // command looks up its account.
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof AccountKey that
        && profile.equals(that.profile)
        && account.equals(that.account);
  }

  @Override
  public int hashCode() {
    return 31 * profile.hashCode() + account.hashCode();
  }

  /** The form used in messages: {@code profile} or {@code profile/account}. */
  @Override
  public String toString() {
    return account.equals(DEFAULT_ACCOUNT) ? profile : profile + "/" + account;
  }
}
