package dev.keyfob.it.reliability;

import jakarta.json.Json;
import java.nio.charset.StandardCharsets;

/**
 * One generation of a session.
 *
 * @param access the access token
 * @param refresh the refresh token
 * @param key the thumbprint of the key that both are bound to; {@link BoundKey#NONE} if to none
 */
record Tokens(String access, String refresh, String key) {
  /** What all tokens of these tests begin with, so that they are found where they must not be. */
  static final String MARK = "canary-";

  Tokens(String access, String refresh) {
    this(access, refresh, BoundKey.NONE);
  }

  /** What the tokens are sent as. */
  String type() {
    return key.equals(BoundKey.NONE) ? "Bearer" : "DPoP";
  }

  /** A successful answer of a token endpoint (RFC 6749 section 5.1). */
  byte[] json() {
    return Json.createObjectBuilder()
        .add("access_token", access)
        .add("refresh_token", refresh)
        .add("token_type", type())
        .add("expires_in", 3600)
        .build()
        .toString()
        .getBytes(StandardCharsets.UTF_8);
  }
}
