package dev.keyfob.auth.oauth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.ErrorCode;
import dev.keyfob.auth.api.ServiceProfile;
import dev.keyfob.auth.api.spi.ProviderContext;
import dev.keyfob.auth.api.spi.support.JsonText;
import dev.keyfob.auth.oauth.session.OAuthCredential;
import dev.keyfob.auth.testkit.FakeIdentityProvider;
import dev.keyfob.auth.testkit.HttpStub;
import dev.keyfob.auth.testkit.HttpStub.Reply;
import dev.keyfob.auth.testkit.JwtSigner;
import dev.keyfob.auth.testkit.TestProfiles;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class UserIdentityTests {
  private final OAuthFixture fixture = new OAuthFixture();
  private final FakeIdentityProvider idp = fixture.idp;

  @AfterEach
  void close() {
    fixture.close();
  }

  private String email(OAuthCredential session) {
    return fixture.provider.identify(session, fixture.context()).orElseThrow().getString("email");
  }

  @Test
  void identify_serviceWithIdentityPath_isAskedThere() {
    idp.answering("/v1/me", request -> Reply.json(200, "{\"email\":\"from-service\"}"));
    assertEquals(
        "from-service",
        fixture
            .provider
            .identify(
                fixture.session(),
                fixture.context(
                    TestProfiles.acme(
                        "{'apiBaseUri':'%s','identityPath':'/v1/me','oauth':{'issuer':'%s'}}"
                            .formatted(idp.issuer(), idp.issuer()))))
            .orElseThrow()
            .getString("email"));
    assertEquals(0, idp.requests("/userinfo").size());
  }

  @Test
  void identify_otherwise_isAskedAtUserInfo() {
    assertEquals(FakeIdentityProvider.EMAIL, email(fixture.login()));
  }

  @Test
  void identify_anotherSubject_isRefused() {
    OAuthCredential session = fixture.login();
    idp.answering("/userinfo", request -> Reply.json(200, "{\"sub\":\"user-2\"}"));
    assertThrows(AuthException.Protocol.class, () -> email(session));
  }

  @Test
  void identify_noSubject_isNotUsedAndProvesNothing() {
    OAuthCredential session = fixture.login();
    idp.answering("/userinfo", request -> Reply.json(200, "{\"email\":\"x\"}"));
    assertEquals(
        JsonValue.EMPTY_JSON_OBJECT,
        fixture.provider.identify(session, fixture.context()).orElseThrow());
  }

  @Test
  void identify_signedAnswer_isChecked() {
    OAuthCredential session = fixture.login();
    JsonObject user =
        JsonText.parseObject(
            "{\"iss\":\"%s\",\"aud\":\"%s\",\"sub\":\"%s\",\"email\":\"signed\"}"
                .formatted(
                    idp.issuer(), FakeIdentityProvider.CLIENT_ID, FakeIdentityProvider.SUBJECT));
    idp.answering("/userinfo", request -> jwt(idp.signer().sign(user)));
    assertEquals("signed", email(session));
    idp.answering("/userinfo", request -> jwt(new JwtSigner().sign(user)));
    assertThrows(AuthException.Protocol.class, () -> email(session));
  }

  private static Reply jwt(String token) {
    return Reply.of(200, "application/jwt", token.getBytes(StandardCharsets.US_ASCII));
  }

  @Test
  void identify_afterALogin_fetchesNoMetadataAgain() {
    ProviderContext context = fixture.context();
    OAuthCredential session = fixture.login();
    fixture.provider.identify(session, context);
    int before = idp.requests("/.well-known/openid-configuration").size();
    fixture.provider.identify(session, context);
    assertEquals(before, idp.requests("/.well-known/openid-configuration").size());
  }

  private void answering(String userinfo) {
    idp.answering(
        "/userinfo",
        request ->
            Reply.json(
                200,
                "{\"sub\":\""
                    + FakeIdentityProvider.SUBJECT
                    + "\","
                    + userinfo.replace('\'', '"')));
  }

  private JsonObject identityOf(OAuthCredential session, String field) {
    ServiceProfile profile =
        TestProfiles.acme(
            "{'identityFields':['%s'],'oauth':{'issuer':'%s','clientId':'%s'}}"
                .formatted(field, idp.issuer(), FakeIdentityProvider.CLIENT_ID));
    return fixture.provider.identify(session, fixture.context(profile)).orElseThrow();
  }

  private static String unsigned(String claims) {
    Base64.Encoder base64 = Base64.getUrlEncoder().withoutPadding();
    return base64.encodeToString("{\"alg\":\"none\"}".getBytes(StandardCharsets.UTF_8))
        + "."
        + base64.encodeToString(claims.replace('\'', '"').getBytes(StandardCharsets.UTF_8))
        + ".";
  }

  @Test
  void identify_claimThatCameAlong_isTaken() {
    OAuthCredential session = fixture.login();
    answering(
        "'_claim_names':{'phone':'a','sub':'a'},'_claim_sources':{'a':{'JWT':'%s'}}}"
            .formatted(unsigned("{'phone':'+1 2','sub':'user-2','email':'not named'}")));

    JsonObject user = identityOf(session, "phone");

    assertEquals("+1 2", user.getString("phone"));
    assertEquals(FakeIdentityProvider.SUBJECT, user.getString("sub"));
    assertFalse(user.containsKey("email"));
  }

  @Test
  void identify_claimHeldElsewhere_isFetchedWithTheTokenThatIsForIt() {
    OAuthCredential session = fixture.login();
    answering(
        "'_claim_names':{'score':'b'},'_claim_sources':{'b':{'endpoint':'%s/claims','access_token':'x'}}}"
            .formatted(idp.issuer()));
    idp.answering("/claims", request -> jwt(unsigned("{'score':{'points':650}}")));

    JsonObject user = identityOf(session, "score.points");

    assertEquals(650, user.getJsonObject("score").getInt("points"));
    assertEquals("Bearer x", idp.requests("/claims").getFirst().headers().get("authorization"));
  }

  @Test
  void identify_claimHeldElsewhereThatNobodyWants_isNotFetched() {
    OAuthCredential session = fixture.login();
    answering(
        "'email':'e','_claim_names':{'score':'b','email':'b'},'_claim_sources':{'b':{'endpoint':'%s/claims'}}}"
            .formatted(idp.issuer()));

    assertEquals("e", email(session));
    assertEquals(0, idp.requests("/claims").size());
  }

  @Test
  void identify_claimHeldOnThisMachine_isNotFetchedForAnotherSite() {
    OAuthCredential session = fixture.login();
    try (HttpStub other = HttpStub.start(request -> jwt(unsigned("{'score':1}")))) {
      answering(
          "'_claim_names':{'score':'b'},'_claim_sources':{'b':{'endpoint':'%s'}}}"
              .formatted(other.uri("/claims")));

      assertFalse(identityOf(session, "score").containsKey("score"));
      assertEquals(0, other.requests().size());
    }
  }

  @Test
  void identify_sourceThatFails_leavesThePerson() {
    OAuthCredential session = fixture.login();
    answering(
        "'_claim_names':{'score':'b'},'_claim_sources':{'b':{'endpoint':'%s/claims'}}}"
            .formatted(idp.issuer()));
    idp.answering("/claims", request -> Reply.empty(503));

    assertEquals(FakeIdentityProvider.SUBJECT, identityOf(session, "score").getString("sub"));
  }

  @Test
  void identify_tokenNotAccepted_isDenied() {
    OAuthCredential session = fixture.login();
    idp.expireAccessTokens();
    AuthException.Denied e = assertThrows(AuthException.Denied.class, () -> email(session));
    assertEquals(ErrorCode.INVALID_CREDENTIAL, e.code());
  }
}
