package dev.keyfob.it.api;

import com.sun.net.httpserver.HttpExchange;
import jakarta.json.Json;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * An HTTP response with a JSON body.
 *
 * @param status the status code
 * @param headers more headers than {@code Content-Type}
 * @param body the body
 */
record Answer(int status, Map<String, String> headers, JsonValue body) {

  static Answer ok(JsonValue body) {
    return new Answer(200, Map.of(), body);
  }

  static Answer refusal(int status, String error, String challenge) {
    return new Answer(status, Map.of("WWW-Authenticate", challenge), error(error));
  }

  static Answer failure(int status, String error) {
    return new Answer(status, Map.of(), error(error));
  }

  private static JsonValue error(String error) {
    return Json.createObjectBuilder().add("error", error).build();
  }

  void send(HttpExchange exchange) throws IOException {
    byte[] bytes = body.toString().getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().add("Content-Type", "application/json");
    headers.forEach(exchange.getResponseHeaders()::add);
    boolean head = exchange.getRequestMethod().equals("HEAD");
    exchange.sendResponseHeaders(status, head ? -1 : bytes.length);
    if (!head) {
      exchange.getResponseBody().write(bytes);
    }
  }
}
