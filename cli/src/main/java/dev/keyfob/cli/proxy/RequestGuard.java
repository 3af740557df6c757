package dev.keyfob.cli.proxy;

import com.sun.net.httpserver.Headers;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Who may have requests passed on: programs that know the secret, and no web page, which a browser
 * would betray by its {@code Origin} or, after DNS rebinding, by its {@code Host}.
 *
 * @param authority host and port of this server
 * @param secret the first segment of every path, with its slash
 */
record RequestGuard(String authority, String secret) {
  /**
   * Opens, or not.
   *
   * @param headers the request's headers
   * @param path the request's path as it was sent
   * @return the path below the secret; empty if the request is refused
   */
  Optional<String> admit(Headers headers, String path) {
    if (!isForUs(headers.getOrDefault("Host", List.of())) || headers.containsKey("Origin")) {
      return Optional.empty();
    }
    int end = path.indexOf('/', 1);
    String first = end < 0 ? path : path.substring(0, end);
    boolean known =
        MessageDigest.isEqual(
            first.getBytes(StandardCharsets.UTF_8), secret.getBytes(StandardCharsets.UTF_8));
    String rest = end < 0 ? "/" : path.substring(end);
    return known && !climbs(rest) ? Optional.of(rest) : Optional.empty();
  }

  /**
   * Whether a method has the service send the request back (RFC 9110 section 9.3.8), or makes a
   * tunnel: either would give the credential away, or go past it.
   */
  static boolean isForbidden(String method) {
    String upper = method.toUpperCase(Locale.ROOT);
    return upper.equals("TRACE") || upper.equals("TRACK") || upper.equals("CONNECT");
  }

  private boolean isForUs(List<String> hosts) {
    if (hosts.size() != 1) {
      return false;
    }
    String host = hosts.getFirst().toLowerCase(Locale.ROOT);
    return host.equals(authority) || host.equals(authority.replace("127.0.0.1", "localhost"));
  }

  /** Whether it may lead out of the API's own path. */
  private static boolean climbs(String path) {
    String plain = path.toLowerCase(Locale.ROOT).replace("%2e", ".").replace("\\", "/");
    return plain.endsWith("/..") || plain.contains("/../");
  }

  /** Does not print the secret. */
  @Override
  public String toString() {
    return "Doorkeeper[" + authority + "]";
  }
}
