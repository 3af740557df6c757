package dev.keyfob.auth.api.internal.http;

import dev.keyfob.auth.api.spi.support.SameOrigin;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a redirect asks for (RFC 9110 section 15.4). Only those that stay within the origin are
 * followed, so that no header and no body ever gets to another.
 */
final class Redirects {
  static final int MAX_REDIRECTS = 5;

  private Redirects() {}

  /** The next request; null if the answer is no redirect, or none to follow. */
  static @Nullable HttpRequest follow(HttpRequest request, int status, HttpHeaders headers) {
    if (status != 301 && status != 302 && status != 303 && status != 307 && status != 308) {
      return null;
    }
    URI target =
        headers.firstValue("Location").map(location -> parse(request, location)).orElse(null);
    if (target == null || !SameOrigin.of(target, request.uri())) {
      return null;
    }
    if (becomesGet(request.method(), status)) {
      return HttpRequest.newBuilder(request, (name, value) -> !describesBody(name))
          .uri(target)
          .method("GET", BodyPublishers.noBody())
          .build();
    }
    return HttpRequest.newBuilder(request, (name, value) -> true).uri(target).build();
  }

  private static boolean becomesGet(String method, int status) {
    return switch (status) {
      case 301, 302 -> method.equals("POST");
      case 303 -> !method.equals("GET") && !method.equals("HEAD");
      default -> false;
    };
  }

  private static boolean describesBody(String header) {
    return header.toLowerCase(Locale.ROOT).startsWith("content-");
  }

  private static @Nullable URI parse(HttpRequest request, String location) {
    try {
      return request.uri().resolve(location);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }
}
