package dev.keyfob.auth.oauth.protocol;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The parameters of a redirect back to a client (RFC 6749 section 4.1.2). */
public final class QueryParameters {
  private QueryParameters() {}

  /**
   * Decodes a query; empty if it is malformed or names a parameter twice, which RFC 6749 section
   * 3.1 forbids and which would leave open who reads which.
   */
  public static Optional<Map<String, String>> parse(String query) {
    Map<String, String> parameters = new LinkedHashMap<>();
    try {
      for (String pair : query.split("&", -1)) {
        int equals = pair.indexOf('=');
        String name = decode(equals < 0 ? pair : pair.substring(0, equals));
        String value = equals < 0 ? "" : decode(pair.substring(equals + 1));
        if (!pair.isEmpty() && parameters.putIfAbsent(name, value) != null) {
          return Optional.empty();
        }
      }
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
    return Optional.of(parameters);
  }

  private static String decode(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }
}
