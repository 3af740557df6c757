package dev.keyfob.auth.api.internal.http;

import dev.keyfob.auth.api.Notices;
import dev.keyfob.auth.api.http.HostNames;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.PushPromiseHandler;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Tells of each request where it went, what came of it and how long that took; and in detail its
 * headers, of which only those are shown that cannot be secret. No body, and no query, which may
 * hold a code or a token. Safe for use by many threads.
 */
public final class TracingHttpClient extends ForwardingHttpClient {
  private static final Set<String> HARMLESS =
      Set.of(
          "accept",
          "cache-control",
          "connection",
          "content-encoding",
          "content-length",
          "content-type",
          "date",
          "etag",
          "retry-after",
          "server",
          "transfer-encoding",
          "user-agent",
          "vary",
          "www-authenticate");

  private final Notices notices;

  private TracingHttpClient(HttpClient client, Notices notices) {
    super(client);
    this.notices = notices;
  }

  /**
   * A client that tells.
   *
   * @param client sends
   * @param notices hear of it
   */
  public static HttpClient of(HttpClient client, Notices notices) {
    return new TracingHttpClient(client, notices);
  }

  @Override
  public <T> HttpResponse<T> send(HttpRequest request, BodyHandler<T> body)
      throws IOException, InterruptedException {
    long start = begin(request);
    return client.send(request, told(request, body, start));
  }

  @Override
  public <T> CompletableFuture<HttpResponse<T>> sendAsync(
      HttpRequest request, BodyHandler<T> body) {
    long start = begin(request);
    return watched(request, client.sendAsync(request, told(request, body, start)), start);
  }

  @Override
  public <T> CompletableFuture<HttpResponse<T>> sendAsync(
      HttpRequest request, BodyHandler<T> body, @Nullable PushPromiseHandler<T> pushed) {
    long start = begin(request);
    return watched(request, client.sendAsync(request, told(request, body, start), pushed), start);
  }

  private long begin(HttpRequest request) {
    tellHeaders("> ", request.headers());
    return System.nanoTime();
  }

  /** Tells of an answer as soon as its head is there, and so before anybody acts on it. */
  private <T> BodyHandler<T> told(HttpRequest request, BodyHandler<T> body, long start) {
    return info -> {
      tell(request, String.valueOf(info.statusCode()), start);
      tellHeaders("< ", info.headers());
      return body.apply(info);
    };
  }

  /** The same future, so that cancelling it drops the request. */
  private <T> CompletableFuture<HttpResponse<T>> watched(
      HttpRequest request, CompletableFuture<HttpResponse<T>> sent, long start) {
    CompletableFuture<?> _ =
        sent.whenComplete(
            (response, failure) -> {
              if (failure != null) {
                tell(request, kind(failure), start);
              }
            });
    return sent;
  }

  private void tell(HttpRequest request, String what, long start) {
    long millis = (System.nanoTime() - start) / 1_000_000;
    notices.trace(
        () ->
            request.method()
                + " "
                + withoutQuery(request.uri())
                + ": "
                + what
                + " after "
                + millis
                + " ms");
  }

  private static String kind(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return "no answer (" + root.getClass().getSimpleName() + ")";
  }

  private void tellHeaders(String mark, HttpHeaders headers) {
    headers
        .map()
        .forEach(
            (name, values) ->
                values.forEach(
                    value -> notices.detail(() -> mark + name + ": " + shown(name, value))));
  }

  private static String shown(String name, String value) {
    return HARMLESS.contains(name.toLowerCase(Locale.ROOT)) ? value : "(not shown)";
  }

  private static String withoutQuery(URI uri) {
    return HostNames.origin(uri)
        + String.valueOf(uri.getRawPath())
        + (uri.getRawQuery() == null ? "" : "?...");
  }
}
