package dev.keyfob.it.api;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.keyfob.it.api.Verdict.Admitted;
import dev.keyfob.it.api.Verdict.Refused;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A small HTTP API on the loopback interface that answers only callers with a good credential: an
 * access token of its issuer, or one of the static keys ({@code X-Api-Key}, or as a bearer).
 * Thread-safe.
 *
 * <ul>
 *   <li>{@code /v1/me}: who is calling
 *   <li>{@code /v1/echo}: the request as it arrived, without its secrets
 *   <li>{@code /v1/items?page=N}: three pages, linked by {@code Link} headers
 *   <li>{@code /v1/forbidden}: 403 for everybody
 * </ul>
 */
public final class ProtectedApi implements AutoCloseable {

  /** A static key that is always admitted. */
  public static final String API_KEY = "robot-key-0123456789abcdef";

  /** A personal access token that is always admitted. */
  public static final String PAT = "kfp_0123456789abcdef";

  private static final Map<String, Caller> STATIC_KEYS =
      Map.of(
          API_KEY, new Caller("robot", "Robot", "robot@example.org"),
          PAT, new Caller("ada-by-pat", "Ada Lovelace", "ada@example.org"));

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final CredentialCheck check;
  private final AtomicInteger requests = new AtomicInteger();
  private final AtomicInteger refusals = new AtomicInteger();

  private ProtectedApi(HttpServer server, CredentialCheck check) {
    this.server = server;
    this.check = check;
  }

  /** Starts the API on a free port, for tokens of that issuer. */
  public static ProtectedApi start(URI issuer) {
    try {
      HttpServer server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      ProtectedApi api = new ProtectedApi(server, new CredentialCheck(issuer, STATIC_KEYS));
      server.createContext("/", api::handle);
      server.setExecutor(api.threads);
      server.start();
      return api;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where the API answers, without a trailing slash. */
  public URI address() {
    return URI.create("http://127.0.0.1:" + port());
  }

  public int port() {
    return server.getAddress().getPort();
  }

  /** How many requests arrived so far, refused ones included. */
  public int requests() {
    return requests.get();
  }

  /** Answers 401 to that many of the following requests, however good their credential is. */
  public void refuseNext(int count) {
    refusals.set(count);
  }

  @Override
  public void close() {
    server.stop(0);
    threads.close();
  }

  private void handle(HttpExchange exchange) throws IOException {
    requests.incrementAndGet();
    try (exchange) {
      answer(exchange).send(exchange);
    }
  }

  private Answer answer(HttpExchange exchange) throws IOException {
    Verdict verdict =
        refusals.getAndUpdate(left -> Math.max(0, left - 1)) > 0
            ? Refused.invalid("refused as the test asked")
            : check.judge(exchange.getRequestHeaders());
    return switch (verdict) {
      case Refused refused -> Answer.refusal(401, "unauthorized", refused.challenge());
      case Admitted(Caller caller) -> Endpoints.answer(exchange, caller, address());
    };
  }
}
