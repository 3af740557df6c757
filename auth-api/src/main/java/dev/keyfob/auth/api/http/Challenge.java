package dev.keyfob.auth.api.http;

import dev.keyfob.auth.api.stability.Evolving;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The parameters of a {@code WWW-Authenticate} header (RFC 9110 section 11.6.1, RFC 6750 section
 * 3).
 *
 * @param parameters by lower-case name; of a name that occurs twice, the first
 */
@Evolving
public record Challenge(Map<String, String> parameters) {
  private static final Pattern PARAMETER =
      Pattern.compile("([A-Za-z0-9_-]+)\\s*=\\s*(?:\"((?:[^\"\\\\]|\\\\.)*+)\"|([^\\s\",]++))");

  /** Copies the map. */
  public Challenge {
    parameters = Map.copyOf(parameters);
  }

  /**
   * Reads a header; what cannot be understood is passed over.
   *
   * @param header its value; several values joined by commas
   * @return the parameters
   */
  public static Challenge of(String header) {
    Map<String, String> parameters = new HashMap<>();
    Matcher matcher = PARAMETER.matcher(header);
    while (matcher.find()) {
      String quoted = matcher.group(2);
      String value = quoted == null ? matcher.group(3) : quoted.replaceAll("\\\\(.)", "$1");
      if (value != null) {
        parameters.putIfAbsent(matcher.group(1).toLowerCase(Locale.ROOT), value);
      }
    }
    return new Challenge(parameters);
  }

  /**
   * The error code (RFC 6750 section 3.1).
   *
   * @return for example {@code insufficient_scope}; empty if there is none
   */
  public Optional<String> error() {
    return Optional.ofNullable(parameters.get("error"));
  }

  /**
   * The scopes that are needed.
   *
   * @return in their order; empty if the header does not say
   */
  public List<String> scopes() {
    String scope = parameters.getOrDefault("scope", "").strip();
    return scope.isEmpty() ? List.of() : List.of(scope.split(" +"));
  }

  /**
   * A parameter that is an address.
   *
   * @param name its name in lower case
   * @return the address; empty if there is none
   */
  public Optional<URI> uri(String name) {
    try {
      return Optional.ofNullable(parameters.get(name)).map(URI::create);
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
