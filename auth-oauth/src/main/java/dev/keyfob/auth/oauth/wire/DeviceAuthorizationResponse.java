package dev.keyfob.auth.oauth.wire;

import jakarta.json.JsonValue;
import jakarta.json.bind.annotation.JsonbProperty;
import org.jspecify.annotations.Nullable;

/**
 * An answer of a device authorization endpoint as it was sent (RFC 8628 section 3.2). Nothing about
 * it has been checked but that it is well-formed JSON.
 *
 * @param deviceCode what the device asks with
 * @param userCode what the person types
 * @param verificationUri where the person types it
 * @param verificationUrl the same, in the spelling of the RFC's drafts, which some servers kept
 * @param verificationUriComplete the same with the code in it
 * @param expiresIn seconds
 * @param interval seconds
 */
public record DeviceAuthorizationResponse(
    @JsonbProperty("device_code") @Nullable String deviceCode,
    @JsonbProperty("user_code") @Nullable String userCode,
    @JsonbProperty("verification_uri") @Nullable String verificationUri,
    @JsonbProperty("verification_url") @Nullable String verificationUrl,
    @JsonbProperty("verification_uri_complete") @Nullable String verificationUriComplete,
    @JsonbProperty("expires_in") @Nullable JsonValue expiresIn,
    @JsonbProperty("interval") @Nullable JsonValue interval) {
  /** Shows none of the codes. */
  @Override
  public String toString() {
    return "DeviceAuthorizationResponse[hidden]";
  }
}
