package dev.keyfob.auth.oauth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.ErrorCode;
import dev.keyfob.auth.oauth.session.OAuthCredential;
import dev.keyfob.auth.testkit.FakeIdentityProvider;
import dev.keyfob.auth.testkit.HttpStub.Reply;
import dev.keyfob.auth.testkit.TestProfiles;
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
  void identify_noSubject_isRefused() {
    OAuthCredential session = fixture.login();
    idp.answering("/userinfo", request -> Reply.json(200, "{\"email\":\"x\"}"));
    assertThrows(AuthException.Protocol.class, () -> email(session));
  }

  @Test
  void identify_tokenNotAccepted_isDenied() {
    OAuthCredential session = fixture.login();
    idp.expireAccessTokens();
    AuthException.Denied e = assertThrows(AuthException.Denied.class, () -> email(session));
    assertEquals(ErrorCode.INVALID_CREDENTIAL, e.code());
  }
}
