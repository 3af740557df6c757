package dev.keyfob.auth.oauth.token;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.ErrorCode;
import dev.keyfob.auth.api.Secret;
import dev.keyfob.auth.api.spi.support.JsonText;
import dev.keyfob.auth.oauth.OAuthFixture;
import dev.keyfob.auth.oauth.session.OAuthCredential;
import dev.keyfob.auth.testkit.FakeIdentityProvider;
import dev.keyfob.auth.testkit.HttpStub.Reply;
import dev.keyfob.auth.testkit.TestProfiles;
import jakarta.json.JsonObjectBuilder;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SessionRenewalTests {
  private final OAuthFixture fixture = new OAuthFixture();
  private final FakeIdentityProvider idp = fixture.idp;

  @AfterEach
  void close() {
    fixture.close();
  }

  private OAuthCredential renew(OAuthCredential session) {
    return (OAuthCredential) fixture.provider.renew(session, fixture.context());
  }

  private void answer(UnaryOperator<JsonObjectBuilder> change) {
    idp.tokenAnswer(answer -> change.apply(JsonText.PROVIDER.createObjectBuilder(answer)).build());
  }

  private void claims(UnaryOperator<JsonObjectBuilder> change) {
    idp.claims(claims -> change.apply(JsonText.PROVIDER.createObjectBuilder(claims)).build());
  }

  @Test
  void markDead_refusedSession_isDatedByTheInjectedClock() {
    OAuthCredential session = fixture.session();
    fixture.clock.advance(Duration.ofHours(2));
    OAuthCredential dead = (OAuthCredential) fixture.provider.markDead(session, fixture.context());
    assertEquals(Optional.of(fixture.clock.instant()), dead.deadSince());
  }

  @Nested
  class Renewed {
    @Test
    void renew_session_isALaterGenerationWithTheRotatedToken() {
      OAuthCredential before = fixture.session();
      fixture.clock.advance(Duration.ofHours(2));
      OAuthCredential after = renew(before);
      assertTrue(idp.accepts(after.accessToken().reveal()));
      assertTrue(idp.canRenew(after.refreshToken().orElseThrow().reveal()));
      assertFalse(before.sameGeneration(after));
      assertEquals(
          Optional.of(fixture.clock.instant().plus(Duration.ofHours(1))), after.expiresAt());
      assertEquals(Optional.of(fixture.clock.instant()), after.issuedAt());
      assertEquals(1, idp.tokenRequests());
    }

    @Test
    void renew_noRefreshTokenInTheAnswer_keepsTheOldOne() {
      OAuthCredential before = fixture.session();
      answer(answer -> answer.remove("refresh_token"));
      assertEquals(before.refreshToken(), renew(before).refreshToken());
    }

    @Test
    void renew_noScopeInTheAnswer_keepsTheOldOne() {
      assertEquals(Optional.of("openid email"), renew(fixture.session()).scope());
    }

    @Test
    void renew_tokenEndpointInTheProfile_isOneRequestAndNoOther() {
      OAuthCredential session = fixture.session();
      fixture.provider.renew(
          session,
          fixture.context(
              TestProfiles.acme(
                  "{'oauth':{'clientId':'acme-cli','tokenEndpoint':'%s'}}"
                      .formatted(idp.uri("/token")))));
      assertEquals(0, idp.requests("/.well-known/openid-configuration").size());
      assertEquals(1, idp.tokenRequests());
    }

    @Test
    void renew_clientOfTheSession_winsOverTheProfiles() {
      OAuthCredential session = fixture.session();
      fixture.provider.renew(
          session,
          fixture.context(
              TestProfiles.acme(
                  "{'oauth':{'issuer':'%s','clientId':'changed-since'}}".formatted(idp.issuer()))));
      Map<String, String> sent = idp.requests("/token").getFirst().form();
      assertEquals(FakeIdentityProvider.CLIENT_ID, sent.get("client_id"));
      assertEquals("refresh_token", sent.get("grant_type"));
    }

    @Test
    void renew_keysOutOfReach_doesNotLoseTheSession() {
      idp.answering("/jwks", request -> Reply.empty(500));
      assertTrue(renew(fixture.session()).idToken().isPresent());
    }
  }

  @Nested
  class Refused {
    @Test
    void renew_reusedRefreshToken_isExpired() {
      OAuthCredential session = fixture.session();
      renew(session);
      AuthException.SessionExpired e =
          assertThrows(AuthException.SessionExpired.class, () -> renew(session));
      assertEquals(Optional.of("keyfob login acme"), e.hint());
    }

    @ParameterizedTest
    @CsvSource({
      "400, invalid_grant, SESSION_EXPIRED",
      "401, invalid_grant, SESSION_EXPIRED",
      "200, bad_refresh_token, SESSION_EXPIRED",
      "200, incorrect_client_credentials, OAUTH_NOT_CONFIGURED",
      "200, invalid_request, PROTOCOL_ERROR",
      "403, invalid_grant, PROTOCOL_ERROR",
      "401, invalid_client, OAUTH_NOT_CONFIGURED",
      "400, unauthorized_client, OAUTH_NOT_CONFIGURED",
      "400, invalid_scope, OAUTH_NOT_CONFIGURED",
      "400, invalid_request, PROTOCOL_ERROR",
      "400, temporarily_unavailable, IDP_UNAVAILABLE",
      "429, slow_down, IDP_UNAVAILABLE",
      "500, invalid_grant, IDP_UNAVAILABLE",
      "503, server_error, IDP_UNAVAILABLE",
    })
    void renew_errors_areToldApart(int status, String error, ErrorCode code) {
      OAuthCredential session = fixture.session();
      idp.answering("/token", request -> Reply.json(status, "{\"error\":\"" + error + "\"}"));
      AuthException e = assertThrows(AuthException.class, () -> renew(session));
      assertEquals(code, e.code());
    }

    @Test
    void renew_serverEchoesTheToken_isNotInTheMessage() {
      OAuthCredential session = fixture.session();
      idp.answering(
          "/token",
          request ->
              Reply.json(
                  400,
                  "{\"error\":\"invalid_grant\",\"error_description\":\"bad %s\"}"
                      .formatted("x".repeat(60))));
      AuthException e = assertThrows(AuthException.class, () -> renew(session));
      assertFalse(e.getMessage().contains("xxx"), e.getMessage());
    }
  }

  /** OpenID Connect Core section 12.2. */
  @Nested
  class AnotherPerson {
    private OAuthCredential session() {
      return fixture.login();
    }

    @Test
    void renew_samePerson_takesTheNewIdToken() {
      OAuthCredential before = session();
      claims(claims -> claims.add("extra", 1));
      assertFalse(before.idToken().equals(renew(before).idToken()));
    }

    @Test
    void renew_idTokenOfAnotherPerson_isRefused() {
      OAuthCredential before = session();
      claims(claims -> claims.add("sub", "user-2"));
      assertThrows(AuthException.Protocol.class, () -> renew(before));
    }

    @Test
    void renew_idTokenOfAnotherIssuer_isRefused() {
      OAuthCredential before = session();
      claims(claims -> claims.add("iss", "https://evil.test"));
      assertThrows(AuthException.Protocol.class, () -> renew(before));
    }

    @Test
    void renew_somethingThatIsNoIdToken_isRefused() {
      OAuthCredential before = session();
      idp.idTokens(claims -> "not-a-jwt");
      assertThrows(AuthException.Protocol.class, () -> renew(before));
    }

    @Test
    void renew_noNewIdToken_keepsTheOldOne() {
      OAuthCredential before = session();
      answer(answer -> answer.remove("id_token"));
      assertEquals(
          before.idToken().map(Secret::reveal), renew(before).idToken().map(Secret::reveal));
    }
  }
}
