package dev.keyfob.cli.proxy;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
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
  private static final String SCHEME = "http://";

  /**
   * Opens, or not.
   *
   * @param headers the request's headers
   * @param target the request's path and query as they were sent, or the whole address
   * @return path and query below the secret; empty if the request is refused
   */
  Optional<String> admit(HttpHeaders headers, String target) {
    if (!isForUs(headers.getAll(HttpHeaderNames.HOST))
        || headers.contains(HttpHeaderNames.ORIGIN)) {
      return Optional.empty();
    }
    String own = SCHEME + authority;
    String path =
        target.regionMatches(true, 0, own, 0, own.length())
            ? target.substring(own.length())
            : target;
    int query = path.indexOf('?');
    int end = path.indexOf('/', 1);
    if (end < 0 || (query >= 0 && query < end)) {
      end = query < 0 ? path.length() : query;
    }
    boolean known =
        MessageDigest.isEqual(
            path.substring(0, end).getBytes(StandardCharsets.UTF_8),
            secret.getBytes(StandardCharsets.UTF_8));
    String rest = path.startsWith("/", end) ? path.substring(end) : "/" + path.substring(end);
    return known && isPlain(rest) && PathReadings.of(pathOf(rest)).isPresent()
        ? Optional.of(rest)
        : Optional.empty();
  }

  /** The path of an address without host. */
  static String pathOf(String target) {
    int query = target.indexOf('?');
    return query < 0 ? target : target.substring(0, query);
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

  /**
   * Visible ASCII and no fragment: anything else is no part of a request (RFC 9112 section 3.2).
   */
  private static boolean isPlain(String target) {
    return target.chars().allMatch(c -> c > ' ' && c < 0x7f && c != '#');
  }

  /** Does not print the secret. */
  @Override
  public String toString() {
    return "RequestGuard[" + authority + "]";
  }
}
