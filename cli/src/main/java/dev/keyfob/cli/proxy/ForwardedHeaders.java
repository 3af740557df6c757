package dev.keyfob.cli.proxy;

import com.sun.net.httpserver.Headers;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.util.List;
import java.util.Locale;
import java.util.Set;

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

  private static final Set<String> ADDRESSES = Set.of("link", "location", "content-location");

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
                to.put(name, ADDRESSES.contains(lower) ? stoodIn(values) : values);
              }
            });
  }

  private List<String> stoodIn(List<String> values) {
    return values.stream().map(value -> value.replace(service, proxy)).toList();
  }

  /** Does not print the secret in the proxy's address. */
  @Override
  public String toString() {
    return "ForwardedHeaders[" + service + "]";
  }
}
