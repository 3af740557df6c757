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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

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
      "403, invalid_grant, SESSION_EXPIRED",
      "400, INVALID_GRANT, SESSION_EXPIRED",
      "422, refresh_token_reused, SESSION_EXPIRED",
      "400, token_inactive, SESSION_EXPIRED",
      "400, interaction_required, SESSION_EXPIRED",
      "400, expired_token, SESSION_EXPIRED",
      "200, invalid_refresh_token, SESSION_EXPIRED",
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

    @ParameterizedTest
    @ValueSource(
        strings = {
          "{\"errors\":[{\"errorType\":\"invalid_grant\",\"message\":\"no\"}],\"success\":false}",
          "{\"status\":\"BAD_REFRESH_TOKEN\",\"message\":\"missing or invalid\"}",
          "{\"error\":{\"code\":\"invalid_grant\"}}",
        })
    void renew_deadGrantInTheServersOwnDialect_isExpired(String body) {
      OAuthCredential session = fixture.session();
      idp.answering("/token", request -> Reply.json(400, body));
      assertThrows(AuthException.SessionExpired.class, () -> renew(session));
    }

    @ParameterizedTest
    @CsvSource({
      "401, '{\"message\":\"Unauthorized\"}'",
      "400, '{\"error\":\"invalid_request\",\"error_description\":\"Value passed for the token was invalid.\"}'",
    })
    void renew_refusalThatIsNotCertain_namesTheLoginAndGivesNothingUp(int status, String body) {
      OAuthCredential session = fixture.session();
      idp.answering("/token", request -> Reply.json(status, body));
      AuthException e = assertThrows(AuthException.class, () -> renew(session));
      assertEquals(ErrorCode.SESSION_EXPIRED, e.code());
      assertEquals(Optional.of("keyfob login acme"), e.hint());
      assertFalse(e instanceof AuthException.SessionExpired);
    }

    @Test
    void renew_unauthorizedClient_namesTheLoginAmongTheRemedies() {
      OAuthCredential session = fixture.session();
      idp.answering("/token", request -> Reply.json(400, "{\"error\":\"unauthorized_client\"}"));
      AuthException e = assertThrows(AuthException.class, () -> renew(session));
      assertTrue(e.hint().orElseThrow().contains("keyfob login acme"), e.hint().toString());
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

  /** The refresh token that was sent is spent: the one that came is the only one there is. */
  @Nested
  class Rotated {
    private final List<OAuthCredential> kept = new ArrayList<>();

    private OAuthCredential renewKeeping(OAuthCredential session) {
      return (OAuthCredential)
          fixture.provider.renew(
              session, fixture.context(), rotated -> kept.add((OAuthCredential) rotated));
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "{\"access_token\":\"a b\",\"refresh_token\":\"r2\"}",
          "{\"access_token\":\"a\",\"token_type\":\"mac\",\"refresh_token\":\"r2\"}",
          "{\"access_token\":[\"a\"],\"refresh_token\":\"r2\"}",
          "{\"access_token\":\"a\",\"id_token\":{},\"refresh_token\":\"r2\"}",
          "{\"access_token\":\"a\",\"error\":\"odd\",\"refresh_token\":\"r2\"}",
          "{\"refresh_token\":\"r2\"}",
        })
    void renew_answerThatIsRefused_keepsItsRefreshToken(String body) {
      OAuthCredential before = fixture.session();
      idp.answering("/token", request -> Reply.json(200, body));
      assertThrows(AuthException.Protocol.class, () -> renewKeeping(before));
      assertEquals(1, kept.size());
      assertEquals("r2", kept.getFirst().refreshToken().orElseThrow().reveal());
      assertEquals(before.accessToken(), kept.getFirst().accessToken());
      assertEquals(Optional.of(fixture.clock.instant()), kept.getFirst().expiresAt());
    }

    @Test
    void renew_idTokenOfAnotherPerson_keepsTheRefreshTokenAndEndsTheUseOfTheOldAccessToken() {
      OAuthCredential before = fixture.login();
      claims(claims -> claims.add("sub", "user-2"));
      assertThrows(AuthException.Protocol.class, () -> renewKeeping(before));
      assertTrue(idp.canRenew(kept.getFirst().refreshToken().orElseThrow().reveal()));
      assertEquals(Optional.of(fixture.clock.instant()), kept.getFirst().expiresAt());
    }

    @Test
    void renew_idTokenOfAnotherPersonWithoutARefreshToken_endsTheUseOfTheOldAccessTokenToo() {
      OAuthCredential before = fixture.login();
      claims(claims -> claims.add("sub", "user-2"));
      answer(answer -> answer.remove("refresh_token"));

      assertThrows(AuthException.Protocol.class, () -> renewKeeping(before));

      assertEquals(before.refreshToken(), kept.getFirst().refreshToken());
      assertEquals(Optional.of(fixture.clock.instant()), kept.getFirst().expiresAt());
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "\"scope\":[\"openid\",\"email\"]",
          "\"scope\":7",
          "\"token_type\":\"User Access Token\"",
          "\"id_token\":\"no-JWT\"",
        })
    void renew_memberThatOnlyInforms_costsNothing(String member) {
      idp.answering(
          "/token",
          request ->
              Reply.json(
                  200, "{\"access_token\":\"a\\n\",\"refresh_token\":\"r 2\"," + member + "}"));
      OAuthCredential after = renewKeeping(fixture.session());
      assertEquals("a", after.accessToken().reveal());
      assertEquals("r 2", after.refreshToken().orElseThrow().reveal());
      assertTrue(kept.isEmpty());
    }

    @Test
    void renew_refreshTokenWithABlank_isSentAsItIs() {
      idp.answering(
          "/token",
          request -> Reply.json(200, "{\"access_token\":\"a\",\"refresh_token\":\" r~2 \"}"));
      OAuthCredential after = renewKeeping(fixture.session());
      renewKeeping(after);
      assertEquals(" r~2 ", idp.requests("/token").getLast().form().get("refresh_token"));
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
    void renew_somethingThatIsNoIdToken_saysNothingAndKeepsTheOldOne() {
      OAuthCredential before = session();
      idp.idTokens(claims -> "not-a-jwt");
      assertEquals(before.idToken(), renew(before).idToken());
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
