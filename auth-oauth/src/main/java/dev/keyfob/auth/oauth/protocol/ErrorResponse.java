package dev.keyfob.auth.oauth.protocol;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An OAuth error (RFC 6749 sections 4.1.2.1 and 5.2), cleaned for messages.
 *
 * @param code the error code
 * @param description the error description; empty if there is none
 */
public record ErrorResponse(String code, String description) {
  private static final Pattern CODE = Pattern.compile("[^\\p{Cntrl}]+");

  public static ErrorResponse of(String code, Optional<String> description) {
    return new ErrorResponse(ServerText.clean(code), description.map(ServerText::clean).orElse(""));
  }

  /** Error codes of GitHub and similar services, with those of RFC 6749 and RFC 8628. */
  private static final Map<String, String> STANDARD_CODES =
      Map.ofEntries(
          Map.entry("bad_verification_code", "invalid_grant"),
          Map.entry("bad_refresh_token", "invalid_grant"),
          Map.entry("expired_refresh_token", "invalid_grant"),
          Map.entry("invalid_refresh_token", "invalid_grant"),
          Map.entry("refresh_token_expired", "invalid_grant"),
          Map.entry("refresh_token_reused", "invalid_grant"),
          Map.entry("token_inactive", "invalid_grant"),
          Map.entry("incorrect_device_code", "invalid_grant"),
          Map.entry("incorrect_client_credentials", "invalid_client"),
          Map.entry("device_flow_disabled", "unauthorized_client"),
          Map.entry("authorization_declined", "access_denied"),
          Map.entry("token_expired", "expired_token"),
          Map.entry("bad_client_secret", "invalid_client"),
          Map.entry("invalid_code", "invalid_grant"));

  /** A refusal that says nothing but that it is one. */
  public static final ErrorResponse UNAUTHORIZED =
      new ErrorResponse("HTTP 401 and no OAuth error", "");

  /** Reads an answer; empty if it is no OAuth error. */
  public static Optional<ErrorResponse> of(JsonObject answer) {
    return code(answer, "error").map(code -> of(code, text(answer, "error_description")));
  }

  /**
   * Reads the answer to a request that was refused, in which servers put the error wherever they
   * put their other errors.
   *
   * @return empty if no place that is known holds one
   */
  public static Optional<ErrorResponse> ofRefusal(JsonObject answer) {
    return of(answer)
        .or(() -> inside(answer.get("error")))
        .or(
            () ->
                answer.get("errors") instanceof JsonArray list && !list.isEmpty()
                    ? inside(list.getFirst())
                    : Optional.empty())
        .or(() -> inside(answer));
  }

  private static Optional<ErrorResponse> inside(@Nullable JsonValue value) {
    if (!(value instanceof JsonObject object)) {
      return Optional.empty();
    }
    return Stream.of("errorType", "code", "type", "status")
        .flatMap(name -> code(object, name).stream())
        .findFirst()
        .map(code -> of(code, text(object, "message")));
  }

  /** One word; codes in capitals are those of the RFC, shouted. */
  private static Optional<String> code(JsonObject object, String name) {
    return text(object, name)
        .map(String::strip)
        .filter(code -> CODE.matcher(code).matches())
        .map(code -> code.equals(code.toUpperCase(Locale.ROOT)) ? lower(code) : code)
        .map(code -> STANDARD_CODES.getOrDefault(code, code));
  }

  private static String lower(String code) {
    return code.toLowerCase(Locale.ROOT);
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
