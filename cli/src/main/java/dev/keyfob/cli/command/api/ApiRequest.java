package dev.keyfob.cli.command.api;

import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.HostUri;
import dev.keyfob.auth.api.http.AuthenticatedClient;
import dev.keyfob.cli.command.CommandContext;
import dev.keyfob.cli.command.info.VersionCommand;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * What is asked of a service.
 *
 * @param method the request's method
 * @param path a path of the API, or an address of the same origin
 * @param data the body: a text, {@code @file}, or {@code -} for standard input
 * @param fields {@code name=value} pairs that make a JSON object, or the query of a GET
 * @param headers further headers, {@code Name: value}
 * @param timeout how long the whole answer may take; empty for a default that leaves it time
 * @param retries how often to try again what has failed for now; empty if that was not said
 */
record ApiRequest(
    String method,
    String path,
    Optional<String> data,
    List<ApiField> fields,
    List<String> headers,
    Optional<Duration> timeout,
    OptionalInt retries) {
  static final String GET = "GET";
  static final String HEAD = "HEAD";

  private static final Duration ANSWER_LIMIT = Duration.ofSeconds(100);

  /** A connection that is slower than this is taken for one that hangs. */
  private static final int SLOWEST_BYTES_A_SECOND = 64 * 1024;

  /** Whether a request of that method says all there is to say in its address. */
  static boolean isBodiless(String method) {
    return method.equals(GET) || method.equals(HEAD);
  }

  /** Where the first request goes. */
  URI target(AuthenticatedClient client) {
    String full = isBodiless(method) ? withQuery() : path;
    if (full.startsWith("/")) {
      return client.resolve(full);
    }
    try {
      return HostUri.of(full);
    } catch (IllegalArgumentException e) {
      throw AuthException.usage("That is not a valid address: " + path, null);
    }
  }

  private String withQuery() {
    StringBuilder query = new StringBuilder(path);
    char separator = path.indexOf('?') < 0 ? '?' : '&';
    for (ApiField field : fields) {
      query
          .append(separator)
          .append(encoded(field.name()))
          .append('=')
          .append(encoded(field.value()));
      separator = '&';
    }
    return query.toString();
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  /** The request without the credential. */
  HttpRequest to(URI target, ApiBody body, CommandContext context) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(target)
            .timeout(timeout.orElseGet(() -> limit(body)))
            .setHeader("User-Agent", "keyfob/" + VersionCommand.version());
    if (method.equals(GET)) {
      request.GET(); // with a publisher, even of nothing, it would announce a length
    } else if (method.equals(HEAD)) {
      request.HEAD();
    } else {
      request.method(
          method,
          new WatchedBody(
              body.publisher(), () -> Progress.of(context, OptionalLong.of(body.length()))));
    }
    if (body.isPresent()) {
      request.setHeader("Content-Type", "application/json");
    }
    for (String header : headers) {
      set(request, header);
    }
    return request.build();
  }

  /** It begins with the request, so that what takes long to send has to have the time. */
  private static Duration limit(ApiBody body) {
    return ANSWER_LIMIT.plusSeconds(body.length() / SLOWEST_BYTES_A_SECOND);
  }

  private static void set(HttpRequest.Builder request, String header) {
    int colon = header.indexOf(':');
    if (colon < 1) {
      throw AuthException.usage("A header must have the form Name: value.", null);
    }
    String name = header.substring(0, colon).strip();
    try {
      request.setHeader(name, header.substring(colon + 1).strip());
    } catch (IllegalArgumentException e) {
      throw AuthException.usage("The header " + name + " cannot be sent.", null);
    }
  }

  /** Whether sending it twice does what sending it once does (RFC 9110 section 9.2.2). */
  boolean isIdempotent() {
    return switch (method.toUpperCase(Locale.ROOT)) {
      case GET, HEAD, "PUT", "DELETE", "OPTIONS", "TRACE" -> true;
      default -> false;
    };
  }
}
