package dev.keyfob.cli.mcp;

import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the requests of one bridge have in common. Up to the revision 2025-11-25 the server opens a
 * session that later requests name; since 2026-07-28 every message says all by itself.
 */
final class McpSession {
  private static final String SESSION = "Mcp-Session-Id";
  private static final String VERSION = "MCP-Protocol-Version";

  private volatile @Nullable McpMessage opening;
  private volatile @Nullable String id;
  private volatile @Nullable String version;

  /** The message that opened the session; empty if none has. */
  Optional<McpMessage> opening() {
    return Optional.ofNullable(opening);
  }

  /** Whether the server has given the session a name. */
  boolean isNamed() {
    return id != null;
  }

  /** Forgets the session, because the server does not know it any more. */
  void forget() {
    id = null;
  }

  /** Takes note of an answer to {@code initialize}. */
  void opened(McpMessage message, HttpHeaders headers) {
    opening = message;
    id = headers.firstValue(SESSION).orElse(null);
    version = null;
  }

  /** Takes note of the version that the server has agreed to. */
  void agreed(String newVersion) {
    version = newVersion;
  }

  /** The headers of a stream that no message asks for. */
  void head(HttpRequest.Builder request) {
    String name = id;
    if (name != null) {
      request.setHeader(SESSION, name);
    }
    String agreed = version;
    if (agreed != null) {
      request.setHeader(VERSION, agreed);
    }
  }

  /** The headers of a message. */
  void head(HttpRequest.Builder request, McpMessage message) {
    Optional<String> own = message.version();
    if (own.isEmpty()) {
      if (!message.isInitialize()) {
        head(request);
      }
      return;
    }
    request.setHeader(VERSION, own.get());
    message.method().ifPresent(method -> request.setHeader("Mcp-Method", encoded(method)));
    message.name().ifPresent(name -> request.setHeader("Mcp-Name", encoded(name)));
  }

  /** A value that is not plain text for a header is sent as Base64, marked so. */
  static String encoded(String value) {
    boolean plain =
        value.equals(value.strip()) && value.chars().allMatch(c -> c >= ' ' && c <= '~');
    return plain && !value.startsWith("=?base64?")
        ? value
        : "=?base64?"
            + Base64.getEncoder().encodeToString(value.getBytes(StandardCharsets.UTF_8))
            + "?=";
  }
}
