package dev.keyfob.cli.command.helper;

import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.RenewableCredential;
import dev.keyfob.auth.api.ResolvedCredential;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What git writes to a helper (git-credential(1), "Input/output format").
 *
 * @param attributes the values by name; those of a name that ends in {@code []} are a list, which
 *     an empty value begins anew
 */
record GitRequest(Map<String, List<String>> attributes) {
  /**
   * Reads a request, up to its first empty line. A control character in a value would become a line
   * of its own in the answer (CVE-2024-50338).
   *
   * @throws AuthException.Misconfigured if a line is no attribute
   */
  static GitRequest of(String text) {
    Map<String, List<String>> attributes = new LinkedHashMap<>();
    for (String line : text.split("\n", -1)) {
      if (line.isEmpty()) {
        break;
      }
      int sign = line.indexOf('=');
      if (sign < 1 || line.chars().anyMatch(Character::isISOControl)) {
        throw AuthException.usage("A line on standard input is not of the form key=value.", null);
      }
      String name = line.substring(0, sign);
      String value = line.substring(sign + 1);
      List<String> values = attributes.computeIfAbsent(name, _ -> new ArrayList<>());
      if (!name.endsWith("[]") || value.isEmpty()) {
        values.clear();
      }
      if (!name.endsWith("[]") || !value.isEmpty()) {
        values.add(value);
      }
    }
    return new GitRequest(attributes);
  }

  Optional<String> get(String name) {
    return attributes.getOrDefault(name, List.of()).stream().findFirst();
  }

  boolean has(String name, String value) {
    return attributes.getOrDefault(name, List.of()).contains(value);
  }

  /** Where the credential would go. */
  String address() {
    return get("url").orElseGet(() -> get("protocol").orElse("") + "://" + get("host").orElse(""));
  }

  /**
   * Whether git is to send a credential under its own scheme instead of as a password: if git can,
   * and the server has not said that it wants something else.
   */
  boolean takesScheme(String scheme, ResolvedCredential resolved) {
    if (!has("capability[]", "authtype")) {
      return false;
    }
    List<String> offered =
        attributes.getOrDefault("wwwauth[]", List.of()).stream()
            .map(challenge -> challenge.strip().split("[ ,]", 2)[0].toLowerCase(Locale.ROOT))
            .toList();
    if (offered.isEmpty() || !offered.contains("basic")) {
      return offered.isEmpty() || offered.contains(scheme.toLowerCase(Locale.ROOT));
    }
    // Where both will do, a password is what servers have always taken a key as.
    return offered.contains(scheme.toLowerCase(Locale.ROOT))
        && resolved.credential() instanceof RenewableCredential;
  }
}
