package dev.keyfob.auth.oauth.token;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.keyfob.auth.api.Revocation;
import dev.keyfob.auth.oauth.OAuthCodecTests;
import dev.keyfob.auth.oauth.OAuthFixture;
import dev.keyfob.auth.oauth.session.OAuthCredential;
import dev.keyfob.auth.testkit.FakeIdentityProvider;
import dev.keyfob.auth.testkit.HttpStub.Reply;
import dev.keyfob.auth.testkit.TestProfiles;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TokenRevocationTests {
  private final OAuthFixture fixture = new OAuthFixture();
  private final FakeIdentityProvider idp = fixture.idp;

  @AfterEach
  void close() {
    fixture.close();
  }

  private Revocation revoke() {
    return fixture.provider.revoke(fixture.session(), fixture.context());
  }

  @Test
  void revoke_session_endsItRefreshTokenFirst() {
    OAuthCredential session = fixture.session();
    assertEquals(Revocation.REVOKED, fixture.provider.revoke(session, fixture.context()));
    assertFalse(idp.canRenew(session.refreshToken().orElseThrow().reveal()));
    assertFalse(idp.accepts(session.accessToken().reveal()));
    assertEquals(
        List.of("refresh_token", "access_token"),
        idp.requests("/revoke").stream()
            .map(request -> request.form().get("token_type_hint"))
            .toList());
  }

  @Test
  void revoke_unknownToken_isRevoked() {
    OAuthCredential session = fixture.session();
    fixture.provider.revoke(session, fixture.context());
    assertEquals(Revocation.REVOKED, fixture.provider.revoke(session, fixture.context()));
  }

  @ParameterizedTest
  @CsvSource({
    "503, '', NOT_CONFIRMED",
    "500, '', NOT_CONFIRMED",
    "401, invalid_client, NOT_CONFIRMED",
    "400, invalid_request, NOT_CONFIRMED",
    "400, invalid_token, REVOKED",
    "404, '', NOT_CONFIRMED",
  })
  void revoke_refused_isToldHonestly(int status, String error, Revocation outcome) {
    idp.answering("/revoke", request -> Reply.json(status, "{\"error\":\"" + error + "\"}"));
    assertEquals(outcome, revoke());
  }

  @Test
  void revoke_accessTokenCannotBeWithdrawnAlone_isRevoked() {
    idp.answering(
        "/revoke",
        request ->
            "access_token".equals(request.form().get("token_type_hint"))
                ? Reply.json(400, "{\"error\":\"unsupported_token_type\"}")
                : null);
    assertEquals(Revocation.REVOKED, revoke());
  }

  @Test
  void revoke_accessTokenIsAJwtThatNobodyLooksUp_isRevokedWithItsGrant() {
    idp.answering(
        "/revoke",
        request ->
            "access_token".equals(request.form().get("token_type_hint"))
                ? Reply.json(400, "{\"error\":\"invalid_request\"}")
                : null);
    OAuthCredential session =
        OAuthCodecTests.decode("{'access_token':'e30.e30.c2ln','refresh_token':'r'}");
    assertEquals(Revocation.REVOKED, fixture.provider.revoke(session, fixture.context()));
  }

  @Test
  void revoke_connectionBroken_isNotConfirmed() {
    idp.answering("/revoke", request -> Reply.empty(200).cut(0));
    assertEquals(Revocation.NOT_CONFIRMED, revoke());
  }

  @Test
  void revoke_discoveryFails_isNotConfirmed() {
    idp.answering("/.well-known/openid-configuration", request -> Reply.empty(500));
    assertEquals(Revocation.NOT_CONFIRMED, revoke());
  }

  @Test
  void revoke_nowhereToDoIt_isNothingToRevoke() {
    assertEquals(
        Revocation.NOTHING_TO_REVOKE,
        fixture.provider.revoke(
            OAuthCodecTests.decode("{'access_token':'a'}"),
            fixture.context(
                TestProfiles.acme(
                    "{'oauth':{'clientId':'c','tokenEndpoint':'https://t.test/t'}}"))));
  }

  @ParameterizedTest
  @CsvSource({"200, REVOKED", "204, REVOKED", "401, NOT_CONFIRMED", "503, NOT_CONFIRMED"})
  void revoke_servicesOwnLogout_isUsedInstead(int status, Revocation outcome) {
    OAuthCredential session = fixture.session();
    idp.answering("/auth/logout", request -> Reply.empty(status));
    assertEquals(
        outcome,
        fixture.provider.revoke(
            session,
            fixture.context(
                TestProfiles.acme(
                    """
                    {'apiBaseUri':'%s','oauth':{'issuer':'%s','clientId':'acme-cli',
                                                'logoutPath':'/auth/logout'}}
                    """
                        .formatted(idp.issuer(), idp.issuer())))));
    assertEquals(
        "Bearer " + session.accessToken().reveal(),
        idp.requests("/auth/logout").getFirst().headers().get("authorization"));
    assertEquals("POST", idp.requests("/auth/logout").getFirst().method());
    assertEquals(
        "{\"refresh_token\":\"" + session.refreshToken().orElseThrow().reveal() + "\"}",
        idp.requests("/auth/logout").getFirst().body());
    assertEquals(status == 503, !fixture.notices.warnings().isEmpty());
    assertEquals(0, idp.requests("/revoke").size());
  }
}
