package dev.keyfob.it.reliability;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.keyfob.it.reliability.TokenAnswer.Reply;
import dev.keyfob.it.reliability.TokenAnswer.Rotation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * An identity provider without mercy: it rotates refresh tokens, and the second use of one ends its
 * whole grant. Answers as it is told to. Thread-safe.
 */
final class StrictIdentityProvider implements AutoCloseable {
  static final String CLIENT_ID = "keyfob-test";

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Grants grants = new Grants();
  private final AtomicInteger tokenRequests = new AtomicInteger();
  private volatile TokenAnswer answer = TokenAnswer.honest();
  private volatile Runnable beforeRevocation = () -> {};

  private StrictIdentityProvider(HttpServer server) {
    this.server = server;
  }

  static StrictIdentityProvider start() {
    return start(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
  }

  /** One that other hosts reach as well, each by a loopback address of its own. */
  static StrictIdentityProvider startForHosts() {
    return start(new InetSocketAddress(0));
  }

  private static StrictIdentityProvider start(InetSocketAddress at) {
    try {
      HttpServer server = HttpServer.create(at, 0);
      StrictIdentityProvider provider = new StrictIdentityProvider(server);
      server.createContext("/token", provider::token);
      server.createContext("/revoke", provider::revoke);
      server.setExecutor(provider.threads);
      server.start();
      return provider;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Without a trailing slash. */
  URI address() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  Grants grants() {
    return grants;
  }

  /** How many requests for tokens have arrived. */
  int tokenRequests() {
    return tokenRequests.get();
  }

  /** How the following requests for tokens are answered. */
  void answering(TokenAnswer how) {
    answer = how;
  }

  /** What is done when a request to revoke a token has arrived. */
  void beforeRevocation(Runnable first) {
    beforeRevocation = first;
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  private void token(HttpExchange exchange) throws IOException {
    tokenRequests.incrementAndGet();
    try (exchange) {
      Map<String, String> form = form(exchange);
      String key = BoundKey.thumbprintOfProof(exchange, URI.create(address() + "/token"));
      answer.send(
          exchange,
          "authorization_code".equals(form.get("grant_type"))
              ? new Login(key, grants)
              : new Strict(form.getOrDefault("refresh_token", ""), key, grants));
    }
  }

  /** A code of any kind is a new grant, bound to the key that the request proves to have. */
  private record Login(String key, Grants grants) implements Rotation {
    @Override
    public String refreshToken() {
      return "";
    }

    @Override
    public Reply spend() {
      return new Reply(200, grants.issue(key).json());
    }
  }

  private record Strict(String refreshToken, String key, Grants grants) implements Rotation {
    private static final byte[] REFUSAL =
        "{\"error\":\"invalid_grant\"}".getBytes(StandardCharsets.UTF_8);

    @Override
    public Reply spend() {
      return grants
          .rotate(refreshToken, key)
          .map(tokens -> new Reply(200, tokens.json()))
          .orElse(new Reply(400, REFUSAL));
    }
  }

  private void revoke(HttpExchange exchange) throws IOException {
    try (exchange) {
      beforeRevocation.run();
      grants.revoke(form(exchange).getOrDefault("token", ""));
      exchange.sendResponseHeaders(200, -1);
    }
  }

  private static Map<String, String> form(HttpExchange exchange) throws IOException {
    Map<String, String> form = new HashMap<>();
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    for (String field : body.split("&", -1)) {
      int equals = field.indexOf('=');
      if (equals > 0) {
        form.put(
            field.substring(0, equals),
            URLDecoder.decode(field.substring(equals + 1), StandardCharsets.UTF_8));
      }
    }
    return form;
  }
}
