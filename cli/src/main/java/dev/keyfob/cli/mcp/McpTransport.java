package dev.keyfob.cli.mcp;

import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.ErrorCode;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/**
 * Streamable HTTP, the client's side: a message goes out as a POST, and what the server answers
 * goes to the host as it comes, whole or as a stream that is resumed where it broke. Safe for use
 * by many threads.
 */
final class McpTransport {
  private static final int MAX_RESUMPTIONS = 5;
  private static final String EVENTS = "text/event-stream";

  private final URI server;
  private final McpAuthorization authorization;
  private final McpOutput output;
  private final McpSession session = new McpSession();

  McpTransport(URI server, McpAuthorization authorization, McpOutput output) {
    this.server = server;
    this.authorization = authorization;
    this.output = output;
  }

  /**
   * Sends a message and passes on what comes of it. Blocks until the answer is complete.
   *
   * @throws AuthException if the request has got no answer; nothing was passed on
   */
  void deliver(McpMessage message) {
    HttpResponse<InputStream> answer = post(message);
    if (answer.statusCode() == 404 && session.isNamed() && !message.isInitialize()) {
      close(answer);
      openAgain();
      answer = post(message);
    }
    pass(message, answer, true);
  }

  /** Listens to what the server has to say unasked, until it ends that (2025-11-25 and before). */
  void listen() {
    EventStream events = new EventStream();
    for (int failures = 0; failures < MAX_RESUMPTIONS; failures++) {
      HttpResponse<InputStream> answer = authorization.send(get(events));
      if (answer.statusCode() != 200 || !isStream(answer)) {
        close(answer);
        return; // 405: this server has nothing to say unasked
      }
      try {
        int before = failures;
        events.read(
            answer.body(),
            data -> {
              output.message(data);
              return true;
            });
        failures =
            before - 1; // an orderly end; it may be opened again for as long as it is offered
      } catch (IOException e) {
        // resumed below
      }
      if (!pause(events.retry())) {
        return;
      }
    }
  }

  /** Ends the session at the server, which need not be able to. */
  void end() {
    if (session.isNamed()) {
      HttpRequest.Builder request =
          HttpRequest.newBuilder(server).timeout(Duration.ofSeconds(2)).DELETE();
      session.head(request);
      try {
        close(authorization.send(request.build()));
      } catch (AuthException e) {
        // it ends by itself
      }
    }
  }

  private HttpResponse<InputStream> post(McpMessage message) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(server)
            .header("Content-Type", "application/json")
            .header("Accept", "application/json, " + EVENTS)
            .POST(BodyPublishers.ofString(message.text()));
    session.head(request, message);
    HttpResponse<InputStream> answer = authorization.send(request.build());
    if (message.isInitialize() && answer.statusCode() == 200) {
      session.opened(message, answer.headers());
    }
    return answer;
  }

  private HttpRequest get(EventStream events) {
    HttpRequest.Builder request = HttpRequest.newBuilder(server).header("Accept", EVENTS).GET();
    session.head(request);
    events.lastId().ifPresent(id -> request.setHeader("Last-Event-ID", id));
    return request.build();
  }

  /** A session that the server has forgotten is opened again as the host has opened it. */
  private void openAgain() {
    McpMessage opening = session.opening().orElseThrow();
    session.forget();
    HttpResponse<InputStream> answer = post(opening);
    if (answer.statusCode() != 200) {
      close(answer);
      throw lost("HTTP " + answer.statusCode());
    }
    pass(opening, answer, false);
    McpMessage ready =
        McpMessage.of("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}")
            .orElseThrow();
    close(post(ready));
  }

  private void pass(McpMessage message, HttpResponse<InputStream> answer, boolean toHost) {
    int status = answer.statusCode();
    try {
      if (status / 100 == 2 && isStream(answer)) {
        stream(message, answer.body(), toHost);
        return;
      }
      String body = text(answer.body());
      if (message.requestId().isEmpty()) {
        return; // there is nobody to tell
      }
      Optional<McpMessage> json = McpMessage.of(body.strip());
      if (json.filter(it -> it.json().containsKey("jsonrpc")).isPresent()
          && (status / 100 == 2 || isAnswer(json.get(), message))) {
        relay(message, body, toHost);
      } else if (status / 100 == 2 && body.strip().startsWith("[")) {
        relay(message, body, toHost);
      } else {
        throw lost("HTTP " + status);
      }
    } catch (IOException e) {
      throw lost("the connection broke");
    }
  }

  /** Reads the stream that holds the answer; if it breaks before, the rest of it. */
  private void stream(McpMessage message, InputStream first, boolean toHost) throws IOException {
    EventStream events = new EventStream();
    InputStream in = first;
    boolean[] done = {message.requestId().isEmpty()};
    for (int resumptions = 0; ; resumptions++) {
      try {
        events.read(
            in,
            data -> {
              relay(message, data, toHost);
              done[0] |= McpMessage.of(data).filter(it -> isAnswer(it, message)).isPresent();
              return true;
            });
      } catch (IOException e) {
        if (done[0]) {
          return;
        }
      }
      if (done[0]) {
        return;
      }
      if (events.lastId().isEmpty() || resumptions == MAX_RESUMPTIONS || !pause(events.retry())) {
        throw lost("the stream ended before the answer");
      }
      HttpResponse<InputStream> again = authorization.send(get(events));
      if (again.statusCode() != 200 || !isStream(again)) {
        close(again);
        throw lost("HTTP " + again.statusCode() + " when the stream was resumed");
      }
      in = again.body();
    }
  }

  private void relay(McpMessage message, String text, boolean toHost) {
    if (message.isInitialize()) {
      McpMessage.of(text.strip())
          .filter(it -> isAnswer(it, message))
          .map(it -> it.json().get("result"))
          .filter(it -> it.getValueType() == JsonValue.ValueType.OBJECT)
          .map(it -> it.asJsonObject().get("protocolVersion"))
          .filter(JsonString.class::isInstance)
          .ifPresent(version -> session.agreed(((JsonString) version).getString()));
    }
    if (toHost) {
      output.message(text);
    }
  }

  private static boolean isAnswer(McpMessage answer, McpMessage request) {
    return answer.method().isEmpty()
        && request.requestId().equals(Optional.ofNullable(answer.json().get("id")));
  }

  private static boolean isStream(HttpResponse<?> answer) {
    return answer
        .headers()
        .firstValue("Content-Type")
        .filter(type -> type.toLowerCase(java.util.Locale.ROOT).startsWith(EVENTS))
        .isPresent();
  }

  private static String text(InputStream in) throws IOException {
    try (in) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static boolean pause(Duration time) {
    try {
      Thread.sleep(time);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private AuthException lost(String why) {
    return new AuthException.Protocol(
        ErrorCode.API_ERROR,
        "The server " + server.getHost() + " did not answer the request: " + why + ".",
        null);
  }

  private static void close(HttpResponse<InputStream> answer) {
    try {
      answer.body().close();
    } catch (IOException e) {
      // nobody wants it
    }
  }
}
