package dev.keyfob.cli.proxy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.ErrorCode;
import dev.keyfob.auth.api.http.AuthenticatedClient;
import dev.keyfob.cli.output.ErrorPresenter;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Passes one request on, and its answer back as it comes. */
final class Forwarding implements HttpHandler {
  /** Bodies up to here are kept, so that they can be sent again after a renewal. */
  private static final int REPEATABLE = 1 << 20;

  private static final int NO_BODY = -1;
  private static final int CHUNKED = 0;
  private static final int BUFFER = 16 * 1024;
  private static final long CHECK_EVERY = TimeUnit.SECONDS.toNanos(2);

  private final AuthenticatedClient client;
  private final RequestGuard doorkeeper;
  private final ForwardedHeaders forwarded;
  private final Runnable recheck;
  private final AtomicLong checkedAt = new AtomicLong(System.nanoTime());
  private final BodyBudget budget = new BodyBudget();

  Forwarding(AuthenticatedClient client, Runnable recheck, RequestGuard doorkeeper, URI address) {
    this.client = client;
    this.recheck = recheck;
    this.doorkeeper = doorkeeper;
    forwarded = new ForwardedHeaders(base(client), address.toString());
  }

  private static String base(AuthenticatedClient client) {
    String root = client.resolve("/").toString();
    return root.substring(0, root.length() - 1);
  }

  /**
   * An answer that breaks off is left without its end, by throwing: to close the exchange would
   * write one.
   */
  @Override
  public void handle(HttpExchange exchange) throws IOException {
    if (RequestGuard.isForbidden(exchange.getRequestMethod())) {
      exchange.sendResponseHeaders(405, NO_BODY);
    } else {
      Optional<String> path =
          doorkeeper.admit(exchange.getRequestHeaders(), exchange.getRequestURI().getRawPath());
      if (path.isEmpty()) {
        exchange.sendResponseHeaders(403, NO_BODY);
      } else {
        forward(exchange, path.get());
      }
    }
    exchange.close();
  }

  private void forward(HttpExchange exchange, String path) throws IOException {
    recheckNowAndThen();
    HttpResponse<InputStream> answer;
    try {
      answer = send(exchange, path);
    } catch (AuthException e) {
      refuse(exchange, e);
      return;
    } catch (IllegalArgumentException e) {
      exchange.sendResponseHeaders(400, NO_BODY);
      return;
    }
    reply(exchange, answer);
  }

  /** What was kept of the request is let go once it has been answered: it is not sent again. */
  private HttpResponse<InputStream> send(HttpExchange exchange, String path) throws IOException {
    try (BodyBudget.Share share = budget.take(kept(exchange))) {
      return client.send(request(exchange, path, share), BodyHandlers.ofInputStream());
    }
  }

  /** A proxy runs for days, and a logout meanwhile has to end what it does. */
  private void recheckNowAndThen() {
    long now = System.nanoTime();
    long last = checkedAt.get();
    if (now - last > CHECK_EVERY && checkedAt.compareAndSet(last, now)) {
      recheck.run();
    }
  }

  /** How much of a request's body is kept in memory. */
  private static int kept(HttpExchange exchange) {
    String length = exchange.getRequestHeaders().getFirst("Content-Length");
    return length != null && Long.parseLong(length) <= REPEATABLE ? Integer.parseInt(length) : 0;
  }

  private HttpRequest request(HttpExchange exchange, String path, BodyBudget.Share share)
      throws IOException {
    String query = exchange.getRequestURI().getRawQuery();
    HttpRequest.Builder request =
        HttpRequest.newBuilder(client.resolve(query == null ? path : path + "?" + query))
            .method(exchange.getRequestMethod(), body(exchange, share.bytes()));
    forwarded.copy(exchange.getRequestHeaders(), request);
    return request.build();
  }

  private static BodyPublisher body(HttpExchange exchange, int kept) throws IOException {
    String length = exchange.getRequestHeaders().getFirst("Content-Length");
    if (length == null && !exchange.getRequestHeaders().containsKey("Transfer-Encoding")) {
      return BodyPublishers.noBody();
    }
    InputStream in = exchange.getRequestBody();
    if (length != null && kept == Long.parseLong(length)) {
      return BodyPublishers.ofByteArray(in.readNBytes(kept));
    }
    return BodyPublishers.ofInputStream(() -> in);
  }

  private void reply(HttpExchange exchange, HttpResponse<InputStream> answer) throws IOException {
    try (InputStream in = answer.body()) {
      forwarded.copy(answer.headers(), exchange.getResponseHeaders());
      boolean bodiless =
          exchange.getRequestMethod().equals("HEAD")
              || answer.statusCode() == 204
              || answer.statusCode() == 304;
      exchange.sendResponseHeaders(answer.statusCode(), bodiless ? NO_BODY : CHUNKED);
      if (!bodiless) {
        pump(in, exchange.getResponseBody());
      }
    }
  }

  /** Every piece at once: what is asked for may be a stream of events. */
  private static void pump(InputStream in, OutputStream out) throws IOException {
    byte[] buffer = new byte[BUFFER];
    for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
      out.write(buffer, 0, read);
      out.flush();
    }
  }

  private static void refuse(HttpExchange exchange, AuthException e) throws IOException {
    byte[] body = ErrorPresenter.line(e).getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(status(e), body.length);
    exchange.getResponseBody().write(body);
  }

  private static int status(AuthException e) {
    if (e.retryable()) {
      return 503;
    }
    ErrorCode code = e.code();
    boolean login =
        code == ErrorCode.NOT_LOGGED_IN
            || code == ErrorCode.SESSION_EXPIRED
            || code == ErrorCode.INVALID_CREDENTIAL;
    return login ? 401 : 502;
  }
}
