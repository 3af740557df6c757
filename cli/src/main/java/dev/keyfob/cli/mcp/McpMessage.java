package dev.keyfob.cli.mcp;

import dev.keyfob.auth.api.spi.support.JsonText;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * A JSON-RPC message as the host has written it. It is sent on as it came; what is read here only
 * says how.
 *
 * @param text the message, without a line break at its end
 * @param json the same, understood
 */
record McpMessage(String text, JsonObject json) {
  private static final String VERSION = "io.modelcontextprotocol/protocolVersion";

  /** Reads a line; empty if it is not a JSON object. */
  static Optional<McpMessage> of(String line) {
    try {
      return Optional.of(
          new McpMessage(line, JsonText.parseObject(line.getBytes(StandardCharsets.UTF_8))));
    } catch (JsonException e) {
      return Optional.empty();
    }
  }

  /** The method; empty if the message is the answer to a request of the server. */
  Optional<String> method() {
    return text(json, "method");
  }

  /** The id of a request that is to be answered; empty for everything else. */
  Optional<JsonValue> requestId() {
    return method().isPresent() ? Optional.ofNullable(json.get("id")) : Optional.empty();
  }

  boolean isInitialize() {
    return method().filter("initialize"::equals).isPresent();
  }

  /** The protocol version that the message itself names, as revisions since 2026-07-28 have it. */
  Optional<String> version() {
    return parameters()
        .flatMap(parameters -> object(parameters, "_meta"))
        .flatMap(meta -> text(meta, VERSION));
  }

  /** What the message is about, for {@code Mcp-Name}. */
  Optional<String> name() {
    return switch (method().orElse("")) {
      case "tools/call", "prompts/get" -> parameters().flatMap(it -> text(it, "name"));
      case "resources/read" -> parameters().flatMap(it -> text(it, "uri"));
      case "tasks/get", "tasks/update", "tasks/cancel" ->
          parameters().flatMap(it -> text(it, "taskId"));
      default -> Optional.empty();
    };
  }

  /** The request that the host no longer wants an answer to. */
  Optional<JsonValue> cancelled() {
    return method().filter("notifications/cancelled"::equals).isPresent()
        ? parameters().map(it -> it.get("requestId"))
        : Optional.empty();
  }

  private Optional<JsonObject> parameters() {
    return object(json, "params");
  }

  private static Optional<JsonObject> object(JsonObject json, String name) {
    return json.get(name) instanceof JsonObject object ? Optional.of(object) : Optional.empty();
  }

  private static Optional<String> text(JsonObject json, String name) {
    return json.get(name) instanceof JsonString text
        ? Optional.of(text.getString())
        : Optional.empty();
  }

  /** Names the method alone. */
  @Override
  public String toString() {
    return "McpMessage[" + method().orElse("response") + "]";
  }
}
