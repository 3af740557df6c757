package dev.keyfob.it.reliability;

import jakarta.json.Json;
import java.nio.charset.StandardCharsets;

/**
 * One generation of a session.
 *
 * @param access the access token
 * @param refresh the refresh token
 */
record Tokens(String access, String refresh) {
  /** What all tokens of these tests begin with, so that they are found where they must not be. */
  static final String MARK = "canary-";

  /** A successful answer of a token endpoint (RFC 6749 section 5.1). */
  byte[] json() {
    return Json.createObjectBuilder()
        .add("access_token", access)
        .add("refresh_token", refresh)
        .add("token_type", "Bearer")
        .add("expires_in", 3600)
        .build()
        .toString()
        .getBytes(StandardCharsets.UTF_8);
  }
}
