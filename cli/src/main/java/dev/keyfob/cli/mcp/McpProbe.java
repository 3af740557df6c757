package dev.keyfob.cli.mcp;

import dev.keyfob.auth.api.Keyfob;
import dev.keyfob.auth.api.spi.BoundedHttp;
import dev.keyfob.auth.api.spi.HttpAnswer;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.Optional;

/** Asks a server how it wants to be authorized, as its first request would find out. */
public final class McpProbe {
  private static final Duration LIMIT = Duration.ofSeconds(10);
  private static final String INITIALIZE =
      """
      {"jsonrpc":"2.0","id":0,"method":"initialize","params":{"protocolVersion":"2025-11-25",\
      "capabilities":{},"clientInfo":{"name":"keyfob","version":"1"}}}\
      """;

  private McpProbe() {}

  /**
   * The challenge. Blocks for seconds.
   *
   * @param keyfob the library
   * @param server the server's address
   * @return the {@code WWW-Authenticate} header; empty if the server does not answer with one
   * @throws dev.keyfob.auth.api.AuthException.Transient if it does not answer at all
   */
  public static Optional<String> challenge(Keyfob keyfob, URI server) {
    HttpRequest request =
        HttpRequest.newBuilder(server)
            .header("Content-Type", "application/json")
            .header("Accept", "application/json, text/event-stream")
            .POST(BodyPublishers.ofString(INITIALIZE))
            .build();
    HttpAnswer answer = new BoundedHttp(keyfob::httpClient).send(request, LIMIT);
    return answer.status() == 401
        ? Optional.of(String.join(", ", answer.headers().allValues("WWW-Authenticate")))
            .filter(header -> !header.isBlank())
        : Optional.empty();
  }
}
