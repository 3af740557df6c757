package dev.keyfob.cli;

import dev.keyfob.auth.testkit.HttpStub.Reply;
import dev.keyfob.auth.testkit.HttpStub.Request;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/** The API of a service that knows one key, one token and a few sessions. */
final class AcmeApi {
  private static final Set<String> BEARERS =
      Set.of("Bearer pat_good_12345", "Bearer at-login", "Bearer at-fresh", "Bearer at-renewed");

  /** Fails twice before it works. */
  private static final AtomicInteger FLAKY = new AtomicInteger();

  private AcmeApi() {}

  static Reply answer(Request request) {
    boolean known =
        Stage.GOOD_KEY.equals(request.headers().get("x-api-key"))
            || BEARERS.contains(request.headers().getOrDefault("authorization", ""));
    if (!known) {
      return Reply.json(401, "{\"error\":\"who are you\"}");
    }
    return switch (request.path()) {
      case "/me" -> Reply.json(200, "{\"email\":\"ada@acme.example\",\"name\":\"Ada\"}");
      case "/echo" ->
          Reply.json(
              200,
              "%s %s %s"
                  .formatted(
                      request.method(),
                      request.headers().getOrDefault("content-type", "-"),
                      request.body()));
      case "/pages" -> page(request);
      case "/query" -> Reply.json(200, request.query());
      case "/headers" ->
          Reply.json(
              200,
              "%s, length %s"
                  .formatted(
                      request.headers().get("user-agent"),
                      request.headers().getOrDefault("content-length", "not given")));
      case "/items" ->
          Reply.json(
              200,
              "[{\"name\":\"a\",\"size\":1,\"large\":false},"
                  + "{\"name\":\"b\",\"size\":20,\"large\":true,\"tags\":[],\"none\":null}]");
      case "/organizations" ->
          Reply.json(
              200,
              "{\"organizations\":[{\"name\":\"acme-1\",\"title\":\"Acme One\"},"
                  + "{\"name\":\"b/2\",\"title\":\"Two\"}]}");
      case "/in/acme-1/me" -> Reply.json(200, "{\"email\":\"ada@one.example\"}");
      case "/in/b%2F2/me", "/in/b/2/me" -> Reply.json(200, "{\"email\":\"ada@two.example\"}");
      case "/image" ->
          Reply.of(200, "image/png", new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, 0});
      case "/flaky" ->
          FLAKY.incrementAndGet() % 3 == 0
              ? Reply.json(200, "\"at last\"")
              : Reply.json(503, "{\"error\":\"busy\"}").with("Retry-After", "0");
      case "/circle" -> Reply.json(200, "[]").with("Link", "</circle>; rel=\"next\"");
      case "/away" -> Reply.json(200, "[]").with("Link", "<https://evil.example/>; rel=next");
      case "/evil" ->
          Reply.of(
              200,
              "text/plain",
              "\u001b]52;c;aGk=\u0007red\u001b[31m\rback".getBytes(StandardCharsets.UTF_8));
      case "/forbidden" -> Reply.json(403, "{\"error\":\"not you\"}");
      case "/broken" -> Reply.json(500, "{\"error\":\"oh no\"}");
      default -> Reply.json(404, "{\"error\":\"no such thing\"}");
    };
  }

  private static Reply page(Request request) {
    int number = Integer.parseInt(request.parameters().getOrDefault("n", "1"));
    Reply reply = Reply.json(200, "[" + number + "]\n");
    return number == 3
        ? reply
        : reply.with(
            "Link",
            "</pages?n=1>; rel=\"first\", </pages?n=%d>; title=\"a, b\"; rel=\"next\""
                .formatted(number + 1));
  }
}
