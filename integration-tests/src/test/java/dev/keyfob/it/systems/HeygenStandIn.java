package dev.keyfob.it.systems;

import dev.keyfob.auth.testkit.FakeIdentityProvider.Tokens;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/** HeyGen as hyperframes and heygen see it, and the credentials file that the two share. */
final class HeygenStandIn {
  static final String CLIENT = "q2A2QRSke2LrFTPJhoDbHtXh";
  static final String KEY = "hg_0123456789abcdef";
  static final String EMAIL = "ada@example.org";
  static final String ME = "/v3/users/me";

  private HeygenStandIn() {}

  static StandIn start() {
    return new StandIn(CLIENT)
        .admitting(KEY)
        .answering(
            ME,
            """
            {"data": {"email": "%s", "first_name": "Ada", "last_name": null, "username": "ada"}}
            """
                .formatted(EMAIL));
  }

  /** What points hyperframes, the vendor's or keyfob's, at the stand-in. */
  static Map<String, String> hyperframes(StandIn heygen) {
    return Map.of(
        "HEYGEN_API_URL", heygen.address(""),
        "HYPERFRAMES_OAUTH_AUTHORIZE_URL", heygen.address("/authorize"),
        "HYPERFRAMES_OAUTH_TOKEN_URL", heygen.address("/token"),
        "HYPERFRAMES_OAUTH_REVOKE_URL", heygen.address("/revoke"),
        "HYPERFRAMES_OAUTH_DEVICE_URL", heygen.address("/device"));
  }

  /** What points keyfob's profile heygen at the stand-in. */
  static Map<String, String> heygen(StandIn heygen) {
    return Map.of(
        "HEYGEN_API_BASE", heygen.address(""),
        "KEYFOB_HEYGEN_AUTHORIZATION_ENDPOINT", heygen.address("/authorize"),
        "KEYFOB_HEYGEN_TOKEN_ENDPOINT", heygen.address("/token"),
        "KEYFOB_HEYGEN_REVOCATION_ENDPOINT", heygen.address("/revoke"),
        "KEYFOB_HEYGEN_DEVICE_AUTHORIZATION_ENDPOINT", heygen.address("/device"));
  }

  static Path file(User user) {
    return user.home().resolve(".heygen/credentials");
  }

  /** A file with a session as the vendors' tools write it, which ends in a while. */
  static String session(Tokens tokens, Duration end) {
    return """
    {"oauth": {"access_token": "%s", "refresh_token": "%s", "expires_at": "%s",
               "scope": "openid profile email", "token_type": "Bearer"}}
    """
        .formatted(tokens.accessToken(), tokens.refreshToken(), User.in(end));
  }
}
