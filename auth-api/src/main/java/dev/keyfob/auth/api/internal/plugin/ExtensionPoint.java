package dev.keyfob.auth.api.internal.plugin;

import dev.keyfob.auth.api.ExtensionInfo;
import dev.keyfob.auth.api.spi.CredentialProvider;
import dev.keyfob.auth.api.spi.CredentialStoreFactory;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * One of the two things that a plugin can provide.
 *
 * @param type the interface
 * @param kind its name for people
 * @param id what an implementation is known by
 * @param builtIn the ids of keyfob's own implementations, which nothing in a plugin can take
 * @param reserved words that mean something else where an id stands
 * @param separator the character that an id may have beside letters and digits
 * @param <T> the interface
 */
record ExtensionPoint<T>(
    Class<T> type,
    ExtensionInfo.Kind kind,
    Function<T, String> id,
    Set<String> builtIn,
    Set<String> reserved,
    char separator) {
  /** The package whose interfaces plugins implement. */
  static final Package SPI = CredentialProvider.class.getPackage();

  static final List<String> DEFAULT_TYPES = List.of("api_key", "pat", "oauth");

  static final ExtensionPoint<CredentialProvider> PROVIDERS =
      new ExtensionPoint<>(
          CredentialProvider.class,
          ExtensionInfo.Kind.PROVIDER,
          CredentialProvider::type,
          Set.copyOf(DEFAULT_TYPES),
          // keys of the credential document, of the profile and of its precedence
          Set.of(
              "user",
              "environment",
              "issuer",
              "organization",
              "organizations",
              "output",
              "scopes",
              "settings",
              "token"),
          '_');

  static final ExtensionPoint<CredentialStoreFactory> STORES =
      new ExtensionPoint<>(
          CredentialStoreFactory.class,
          ExtensionInfo.Kind.STORE,
          CredentialStoreFactory::id,
          Set.of("file", "keychain"),
          Set.of("auto"),
          '-');

  /** Whether a plugin's id is one that the rest of keyfob can tell from everything else. */
  boolean isValid(String name) {
    if (name.isEmpty() || reserved.contains(name) || !isLetter(name.charAt(0))) {
      return false;
    }
    for (int i = 1; i < name.length(); i++) {
      char c = name.charAt(i);
      if (!isLetter(c) && !(c >= '0' && c <= '9') && c != separator) {
        return false;
      }
    }
    return true;
  }

  private static boolean isLetter(char c) {
    return c >= 'a' && c <= 'z';
  }
}
