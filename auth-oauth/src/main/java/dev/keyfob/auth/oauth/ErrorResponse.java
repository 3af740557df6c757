package dev.keyfob.auth.oauth;

import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import java.util.Optional;

/**
 * An error as OAuth spells it (RFC 6749 sections 4.1.2.1 and 5.2), cleaned for messages.
 *
 * @param code the error code
 * @param description what the server says to it; empty if nothing
 */
record ErrorResponse(String code, String description) {
  static ErrorResponse of(String code, Optional<String> description) {
    return new ErrorResponse(ServerText.clean(code), description.map(ServerText::clean).orElse(""));
  }

  /** Reads an answer; empty if it is no OAuth error. */
  static Optional<ErrorResponse> of(JsonObject answer) {
    return answer.get("error") instanceof JsonString code && !code.getString().isBlank()
        ? Optional.of(of(code.getString(), text(answer, "error_description")))
        : Optional.empty();
  }

  /** The code, and the description if there is one, for the end of a sentence. */
  String phrase() {
    return description.isEmpty() ? code : code + ", \"" + description + "\"";
  }

  private static Optional<String> text(JsonObject answer, String name) {
    return answer.get(name) instanceof JsonString text
        ? Optional.of(text.getString())
        : Optional.empty();
  }
}
