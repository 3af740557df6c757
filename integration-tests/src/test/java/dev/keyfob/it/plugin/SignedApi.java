package dev.keyfob.it.plugin;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An API that answers only requests signed by one key (RFC 9421), whose method, address and body
 * are what was signed. Thread-safe.
 */
final class SignedApi implements AutoCloseable {
  private static final Pattern INPUT =
      Pattern.compile(
          "keyfob=(\\(([^)]*)\\);created=(\\d+);keyid=\"" + SamplePlugin.KEY_ID + "\".*)");
  private static final Duration OLDEST = Duration.ofMinutes(5);

  private final HttpServer server;
  private final PublicKey key;
  private final List<String> verdicts = new CopyOnWriteArrayList<>();

  private SignedApi(HttpServer server, PublicKey key) {
    this.server = server;
    this.key = key;
  }

  static SignedApi start(PublicKey key) {
    try {
      HttpServer server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      SignedApi api = new SignedApi(server, key);
      server.createContext("/", api::handle);
      server.start();
      return api;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  URI address() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** What came of each request: {@code signed}, or what was wrong with it. */
  List<String> verdicts() {
    return List.copyOf(verdicts);
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readAllBytes();
      String verdict = judge(exchange, body);
      verdicts.add(verdict);
      byte[] answer =
          "{\"key\":\"%s\",\"bytes\":%d}"
              .formatted(SamplePlugin.KEY_ID, body.length)
              .getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().add("Content-Type", "application/json");
      exchange.sendResponseHeaders(verdict.equals("signed") ? 200 : 401, answer.length);
      exchange.getResponseBody().write(answer);
    }
  }

  private String judge(HttpExchange exchange, byte[] body) {
    Matcher input = INPUT.matcher(header(exchange, "Signature-Input"));
    if (!input.matches()) {
      return "no signature by this key";
    }
    Instant created = Instant.ofEpochSecond(Long.parseLong(input.group(3)));
    if (Duration.between(created, Instant.now()).abs().compareTo(OLDEST) > 0) {
      return "too old";
    }
    List<String> covered = List.of(input.group(2).replace("\"", "").split(" ", -1));
    if (!covered.contains("@method") || !covered.contains("@target-uri")) {
      return "signs too little";
    }
    if (body.length > 0 && !covered.contains("content-digest")) {
      return "does not sign the body";
    }
    StringBuilder base = new StringBuilder();
    for (String name : covered) {
      base.append('"').append(name).append("\": ").append(value(exchange, name, body)).append('\n');
    }
    base.append("\"@signature-params\": ").append(input.group(1));
    return verifies(base.toString(), header(exchange, "Signature")) ? "signed" : "forged";
  }

  /** What really came, for what is said to be signed. */
  private String value(HttpExchange exchange, String name, byte[] body) {
    return switch (name) {
      case "@method" -> exchange.getRequestMethod();
      case "@target-uri" -> address() + exchange.getRequestURI().toString();
      case "content-digest" -> "sha-256=:" + Base64.getEncoder().encodeToString(digest(body)) + ":";
      default -> header(exchange, name);
    };
  }

  private boolean verifies(String base, String header) {
    try {
      Signature signature = Signature.getInstance("Ed25519");
      signature.initVerify(key);
      signature.update(base.getBytes(StandardCharsets.US_ASCII));
      return signature.verify(Base64.getDecoder().decode(header.replaceAll("^keyfob=:|:$", "")));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      return false;
    }
  }

  private static byte[] digest(byte[] body) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(body);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String header(HttpExchange exchange, String name) {
    String value = exchange.getRequestHeaders().getFirst(name);
    return value == null ? "" : value;
  }
}
