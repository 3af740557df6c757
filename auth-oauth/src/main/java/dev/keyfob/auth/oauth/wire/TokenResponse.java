package dev.keyfob.auth.oauth.wire;

import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import org.jspecify.annotations.Nullable;

/**
 * A successful answer of a token endpoint as it was sent (RFC 6749 section 5.1, OpenID Connect Core
 * section 3.1.3.3). Nothing about it has been checked but that it is well-formed JSON.
 *
 * @param accessToken the access token
 * @param refreshToken the refresh token
 * @param idToken the ID token
 * @param tokenType the scheme, in any case
 * @param expiresIn seconds, which some servers send as a text
 * @param expires the same, as some servers call it
 * @param expiresAt when it ends, seconds since 1970 or ISO 8601
 * @param refreshExpiresIn seconds that the refresh token lasts
 * @param refreshTokenExpiresIn the same, as some servers call it
 * @param scope what was granted, a text or a list of texts
 * @param error an error, which some servers send with status 200
 */
public record TokenResponse(
    @Nullable String accessToken,
    @Nullable String refreshToken,
    @Nullable String idToken,
    @Nullable String tokenType,
    @Nullable JsonValue expiresIn,
    @Nullable JsonValue expires,
    @Nullable JsonValue expiresAt,
    @Nullable JsonValue refreshExpiresIn,
    @Nullable JsonValue refreshTokenExpiresIn,
    @Nullable JsonValue scope,
    @Nullable String error) {
  /**
   * Reads an answer; unknown fields are ignored. Not by JSON-B, which a renewal would wait for
   * longer than for all else that it loads.
   *
   * @param object an answer that was parsed strictly
   * @return the answer, null where a field is missing or null
   * @throws JsonException if a field that is a text has another type
   */
  public static TokenResponse of(JsonObject object) {
    return new TokenResponse(
        text(object, "access_token"),
        text(object, "refresh_token"),
        text(object, "id_token"),
        text(object, "token_type"),
        value(object, "expires_in"),
        value(object, "expires"),
        value(object, "expires_at"),
        value(object, "refresh_expires_in"),
        value(object, "refresh_token_expires_in"),
        value(object, "scope"),
        text(object, "error"));
  }

  private static @Nullable String text(JsonObject object, String name) {
    JsonValue found = value(object, name);
    if (found == null) {
      return null;
    }
    if (found instanceof JsonString text) {
      return text.getString();
    }
    throw new JsonException(name + " is no text");
  }

  private static @Nullable JsonValue value(JsonObject object, String name) {
    JsonValue found = object.get(name);
    return JsonValue.NULL.equals(found) ? null : found;
  }

  /** Shows none of the tokens. */
  @Override
  public String toString() {
    return "TokenResponse[hidden]";
  }
}
