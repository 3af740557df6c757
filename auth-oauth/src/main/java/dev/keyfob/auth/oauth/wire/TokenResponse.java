package dev.keyfob.auth.oauth.wire;

import jakarta.json.JsonValue;
import jakarta.json.bind.annotation.JsonbProperty;
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
    @JsonbProperty("access_token") @Nullable String accessToken,
    @JsonbProperty("refresh_token") @Nullable String refreshToken,
    @JsonbProperty("id_token") @Nullable String idToken,
    @JsonbProperty("token_type") @Nullable String tokenType,
    @JsonbProperty("expires_in") @Nullable JsonValue expiresIn,
    @JsonbProperty("expires") @Nullable JsonValue expires,
    @JsonbProperty("expires_at") @Nullable JsonValue expiresAt,
    @JsonbProperty("refresh_expires_in") @Nullable JsonValue refreshExpiresIn,
    @JsonbProperty("refresh_token_expires_in") @Nullable JsonValue refreshTokenExpiresIn,
    @JsonbProperty("scope") @Nullable JsonValue scope,
    @JsonbProperty("error") @Nullable String error) {
  /** Shows none of the tokens. */
  @Override
  public String toString() {
    return "TokenResponse[hidden]";
  }
}
