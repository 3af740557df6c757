package dev.keyfob.auth.oauth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.keyfob.auth.api.spi.LoginOutcome;
import dev.keyfob.auth.testkit.FakeIdentityProvider;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BrowserLoginTests {
  private final OAuthFixture fixture = new OAuthFixture();

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void login_personConsents_bringsASession() {
    LoginOutcome outcome = fixture.login();
    OAuthCredential session = (OAuthCredential) outcome.credential();
    assertTrue(fixture.idp.accepts(session.accessToken().reveal()));
    assertTrue(session.renewable());
    assertEquals(
        Optional.of(fixture.clock.instant().plus(Duration.ofHours(1))), session.expiresAt());
    assertEquals(Optional.of("openid email"), session.scope());
    assertEquals(Optional.of(fixture.idp.issuer()), session.issuer());
    assertEquals(FakeIdentityProvider.EMAIL, outcome.user().orElseThrow().getString("email"));
  }

  @Test
  void renew_session_rotatesItsRefreshToken() {
    OAuthCredential before = (OAuthCredential) fixture.login().credential();
    OAuthCredential after = (OAuthCredential) fixture.provider.renew(before, fixture.context());
    assertTrue(fixture.idp.accepts(after.accessToken().reveal()));
    assertTrue(fixture.idp.canRenew(after.refreshToken().orElseThrow().reveal()));
    assertEquals(false, before.sameGeneration(after));
  }
}
