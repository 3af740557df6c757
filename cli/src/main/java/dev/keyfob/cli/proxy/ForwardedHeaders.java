package dev.keyfob.cli.proxy;

import dev.keyfob.auth.api.http.HostNames;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import java.net.URI;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which headers are passed on: not those of the connection, nor those that {@code Connection} names
 * (RFC 9110 section 7.6.1), from the asking program no credential of its own, and from the service
 * no cookie, which would be one.
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
          "proxy-authenticate",
          "proxy-authentication-info",
          "proxy-connection",
          "te",
          "transfer-encoding",
          "upgrade");

  private static final Set<String> CREDENTIALS =
      Set.of("authorization", "cookie", "proxy-authorization");

  private static final Set<String> GIVEN_CREDENTIALS = Set.of("set-cookie", "set-cookie2");

  private static final Pattern LINK = Pattern.compile("<([^<>]*)>");

  /** Copies a request's headers. */
  void copyRequest(HttpHeaders from, HttpHeaders to) {
    copy(from, to, CREDENTIALS, null);
  }

  /**
   * Copies an answer's headers; addresses of the service become those of the proxy.
   *
   * @param asked the address that was asked for, which a relative {@code Location} starts from
   */
  void copyAnswer(HttpHeaders from, HttpHeaders to, URI asked) {
    copy(from, to, GIVEN_CREDENTIALS, asked);
  }

  private void copy(
      HttpHeaders from,
      HttpHeaders to,
      Set<String> dropped,
      @org.jspecify.annotations.Nullable URI asked) {
    Set<String> named = named(from);
    for (Map.Entry<String, String> header : from) {
      String lower = header.getKey().toLowerCase(Locale.ROOT);
      if (OF_THE_CONNECTION.contains(lower) || dropped.contains(lower) || named.contains(lower)) {
        continue;
      }
      to.add(
          header.getKey(),
          asked == null ? header.getValue() : stoodIn(lower, header.getValue(), asked));
    }
  }

  private static Set<String> named(HttpHeaders headers) {
    List<String> connection = headers.getAll(HttpHeaderNames.CONNECTION);
    if (connection.isEmpty()) {
      return Set.of();
    }
    Set<String> names = new HashSet<>();
    for (String value : connection) {
      for (String name : value.split(",", -1)) {
        names.add(name.strip().toLowerCase(Locale.ROOT));
      }
    }
    return names;
  }

  private String stoodIn(String name, String value, URI asked) {
    UnaryOperator<String> link = address -> stoodIn(address, asked);
    return switch (name) {
      case "location", "content-location" -> link.apply(value);
      case "link" ->
          LINK.matcher(value)
              .replaceAll(
                  match -> Matcher.quoteReplacement("<" + link.apply(match.group(1)) + ">"));
      default -> value;
    };
  }

  /**
   * An address of the service's own API, and no other: one that only mentions it, in its query or
   * as a part of its host, would carry the proxy's secret to a stranger.
   */
  private String stoodIn(String address, URI asked) {
    String whole = address;
    if (address.startsWith("/") && !address.startsWith("//")) {
      // A path of the service is none of the proxy, where the secret comes first.
      whole = HostNames.origin(asked) + address;
    }
    if (!whole.startsWith(service)) {
      return whole;
    }
    String rest = whole.substring(service.length());
    return rest.isEmpty() || "/?#".indexOf(rest.charAt(0)) >= 0 ? proxy + rest : whole;
  }

  /** Does not print the secret in the proxy's address. */
  @Override
  public String toString() {
    return "ForwardedHeaders[" + service + "]";
  }
}
