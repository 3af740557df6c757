package dev.keyfob.cli.proxy;

import com.sun.net.httpserver.Headers;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which headers are passed on: not those of the connection (RFC 9110 section 7.6.1), and from the
 * asking program no credential of its own.
 *
 * @param service the address of the service's API, without a slash at its end
 * @param proxy what stands in for it
 */
record ForwardedHeaders(String service, String proxy) {
  private static final Set<String> OF_THE_CONNECTION =
      Set.of(
          "connection",
          "content-length",
          "expect",
          "host",
          "keep-alive",
          "te",
          "trailer",
          "transfer-encoding",
          "upgrade");

  private static final Set<String> CREDENTIALS =
      Set.of("authorization", "cookie", "proxy-authorization");

  private static final Pattern LINK = Pattern.compile("<([^<>]*)>");

  /** Copies a request's headers. */
  void copy(Headers from, HttpRequest.Builder to) {
    from.forEach(
        (name, values) -> {
          String lower = name.toLowerCase(Locale.ROOT);
          if (!OF_THE_CONNECTION.contains(lower) && !CREDENTIALS.contains(lower)) {
            values.forEach(value -> to.header(name, value));
          }
        });
  }

  /** Copies an answer's headers; addresses of the service become those of the proxy. */
  void copy(HttpHeaders from, Headers to) {
    from.map()
        .forEach(
            (name, values) -> {
              String lower = name.toLowerCase(Locale.ROOT);
              if (!OF_THE_CONNECTION.contains(lower) && !lower.startsWith(":")) {
                to.put(name, stoodIn(lower, values));
              }
            });
  }

  private List<String> stoodIn(String name, List<String> values) {
    return switch (name) {
      case "location", "content-location" -> values.stream().map(this::stoodIn).toList();
      case "link" ->
          values.stream()
              .map(
                  value ->
                      LINK.matcher(value)
                          .replaceAll(
                              link -> Matcher.quoteReplacement("<" + stoodIn(link.group(1)) + ">")))
              .toList();
      default -> values;
    };
  }

  /**
   * An address of the service's own API, and no other: one that only mentions it, in its query or
   * as a part of its host, would carry the proxy's secret to a stranger.
   */
  private String stoodIn(String address) {
    if (!address.startsWith(service)) {
      return address;
    }
    String rest = address.substring(service.length());
    return rest.isEmpty() || "/?#".indexOf(rest.charAt(0)) >= 0 ? proxy + rest : address;
  }

  /** Does not print the secret in the proxy's address. */
  @Override
  public String toString() {
    return "ForwardedHeaders[" + service + "]";
  }
}
