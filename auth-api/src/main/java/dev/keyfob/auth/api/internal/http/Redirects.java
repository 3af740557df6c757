package dev.keyfob.auth.api.internal.http;

import java.net.URI;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import org.jspecify.annotations.Nullable;

/** What a redirect asks for (RFC 9110 section 15.4). */
final class Redirects {
  static final int MOST = 5;

  private Redirects() {}

  /** The next request; null if the answer is no redirect that can be followed. */
  static @Nullable HttpRequest follow(HttpRequest request, int status, HttpHeaders headers) {
    boolean keepsMethod = status == 307 || status == 308;
    if (!keepsMethod && status != 301 && status != 302 && status != 303) {
      return null;
    }
    URI target =
        headers.firstValue("Location").map(location -> parse(request, location)).orElse(null);
    if (target == null) {
      return null;
    }
    HttpRequest.Builder next = HttpRequest.newBuilder(request, (name, value) -> true).uri(target);
    boolean safe = request.method().equals("GET") || request.method().equals("HEAD");
    return (keepsMethod || safe ? next : next.GET()).build();
  }

  private static @Nullable URI parse(HttpRequest request, String location) {
    try {
      URI target = request.uri().resolve(location);
      return target.getHost() == null ? null : target;
    } catch (IllegalArgumentException e) {
      return null;
    }
  }
}
