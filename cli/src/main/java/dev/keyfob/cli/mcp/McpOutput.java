package dev.keyfob.cli.mcp;

import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.spi.support.JsonText;
import dev.keyfob.cli.output.ErrorPresenter;
import dev.keyfob.cli.output.ExitCode;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** Standard output of a bridge: one JSON-RPC message a line. Safe for use by many threads. */
final class McpOutput {
  /** Errors of the bridge itself, in the range that JSON-RPC leaves to implementations. */
  static final int TRANSPORT = -32000;

  static final int LOGIN_NEEDED = -32001;
  static final int PARSE_ERROR = -32700;

  private final PrintStream out;

  McpOutput(PrintStream out) {
    this.out = out;
  }

  /** Passes on a message of the server. Outside of texts a line break means as much as a blank. */
  void message(String text) {
    String line = text.replace("\r\n", " ").replace('\n', ' ').replace('\r', ' ').strip();
    if (line.isEmpty()) {
      return;
    }
    synchronized (this) {
      out.print(line);
      out.print('\n');
      out.flush();
    }
  }

  /** Whether nobody reads any more. */
  boolean isClosed() {
    return out.checkError();
  }

  /** Answers a request with what has gone wrong, and with the command that helps. */
  void error(JsonValue id, AuthException e) {
    String hint = e.hint().map(command -> " Run: " + command).orElse("");
    JsonValue data =
        JsonText.parseObject(ErrorPresenter.line(e).getBytes(StandardCharsets.UTF_8)).get("error");
    error(
        id,
        ExitCode.of(e.code()) == ExitCode.LOGIN_NEEDED ? LOGIN_NEEDED : TRANSPORT,
        e.getMessage() + hint,
        data == null ? JsonValue.NULL : data);
  }

  /** Answers a request with an error of the bridge. */
  void error(JsonValue id, int code, String message, JsonValue data) {
    JsonObjectBuilder error =
        JsonText.PROVIDER.createObjectBuilder().add("code", code).add("message", message);
    if (!data.equals(JsonValue.NULL)) {
      error.add("data", data);
    }
    message(
        JsonText.compact(
            JsonText.PROVIDER
                .createObjectBuilder()
                .add("jsonrpc", "2.0")
                .add("id", id)
                .add("error", error)
                .build()));
  }
}
