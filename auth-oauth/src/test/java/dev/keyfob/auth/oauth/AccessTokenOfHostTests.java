package dev.keyfob.auth.oauth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.keyfob.auth.api.Credential;
import dev.keyfob.auth.api.RenewableCredential;
import dev.keyfob.auth.api.Secret;
import dev.keyfob.auth.api.ServiceProfile;
import dev.keyfob.auth.api.spi.EnvironmentVariable;
import dev.keyfob.auth.testkit.TestProfiles;
import org.junit.jupiter.api.Test;

/** A program that starts keyfob may give it an access token of its own. */
class AccessTokenOfHostTests {
  private final OAuthProvider provider = new OAuthProvider();
  private final ServiceProfile profile = TestProfiles.acme("{'oauth':{}}");

  @Test
  void fromEnvironment_accessToken_isSentAndNeverRenewed() {
    Credential credential =
        provider
            .fromEnvironment(
                new EnvironmentVariable("HOST_TOKEN", "accessToken", Secret.of("t-1")), profile)
            .orElseThrow();
    assertEquals("t-1", credential.secret().reveal());
    assertTrue(credential.expiresAt().isEmpty());
    assertFalse(((RenewableCredential) credential).renewable());
  }

  @Test
  void fromEnvironment_anyOtherRole_isNoSession() {
    assertTrue(
        provider
            .fromEnvironment(new EnvironmentVariable("ACME_KEY", "apiKey", Secret.of("k")), profile)
            .isEmpty());
  }
}
