package dev.keyfob.auth.oauth.protocol;

import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import java.util.Map;
import java.util.Optional;

/**
 * An OAuth error (RFC 6749 sections 4.1.2.1 and 5.2), cleaned for messages.
 *
 * @param code the error code
 * @param description the error description; empty if there is none
 */
public record ErrorResponse(String code, String description) {
  public static ErrorResponse of(String code, Optional<String> description) {
    return new ErrorResponse(ServerText.clean(code), description.map(ServerText::clean).orElse(""));
  }

  /** Error codes of GitHub and similar services, with those of RFC 6749 and RFC 8628. */
  private static final Map<String, String> STANDARD_CODES =
      Map.of(
          "bad_verification_code", "invalid_grant",
          "bad_refresh_token", "invalid_grant",
          "incorrect_device_code", "invalid_grant",
          "incorrect_client_credentials", "invalid_client",
          "device_flow_disabled", "unauthorized_client");

  /** Reads an answer; empty if it is no OAuth error. */
  public static Optional<ErrorResponse> of(JsonObject answer) {
    return answer.get("error") instanceof JsonString code && !code.getString().isBlank()
        ? Optional.of(
            of(
                STANDARD_CODES.getOrDefault(code.getString(), code.getString()),
                text(answer, "error_description")))
        : Optional.empty();
  }

  /** The code, and the description if there is one, for the end of a sentence. */
  public String phrase() {
    return description.isEmpty() ? code : code + ", \"" + description + "\"";
  }

  private static Optional<String> text(JsonObject answer, String name) {
    return answer.get(name) instanceof JsonString text
        ? Optional.of(text.getString())
        : Optional.empty();
  }
}
