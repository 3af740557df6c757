package dev.keyfob.auth.oauth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.ErrorCode;
import dev.keyfob.auth.api.LoginRequest;
import dev.keyfob.auth.api.ServiceProfile;
import dev.keyfob.auth.api.spi.LoginOutcome;
import dev.keyfob.auth.api.spi.support.JsonText;
import dev.keyfob.auth.oauth.login.OAuthMethod;
import dev.keyfob.auth.oauth.session.OAuthCredential;
import dev.keyfob.auth.testkit.FakeIdentityProvider;
import dev.keyfob.auth.testkit.FakeInteraction;
import dev.keyfob.auth.testkit.HttpStub.Reply;
import dev.keyfob.auth.testkit.HttpStub.Request;
import dev.keyfob.auth.testkit.TestProfiles;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BrowserLoginTests {
  private final OAuthFixture fixture = new OAuthFixture();
  private final FakeIdentityProvider idp = fixture.idp;

  @AfterEach
  void close() {
    fixture.close();
  }

  private static URI with(URI address, String name, String value) {
    String query =
        address.getRawQuery().replaceAll("(^|&)" + name + "=[^&]*", "")
            + (value.isEmpty() ? "" : "&" + name + "=" + value);
    return URI.create(address.toString().split("\\?", 2)[0] + "?" + query);
  }

  private static Map<String, String> parameters(URI address) {
    return new Request("GET", "", address.getRawQuery(), Map.of(), "").parameters();
  }

  @Nested
  class Consent {
    @Test
    void login_personConsents_bringsASession() {
      LoginOutcome outcome = fixture.login(idp::consent);
      OAuthCredential session = (OAuthCredential) outcome.credential();
      assertTrue(idp.accepts(session.accessToken().reveal()));
      assertTrue(session.renewable());
      assertEquals(
          Optional.of(fixture.clock.instant().plus(Duration.ofHours(1))), session.expiresAt());
      assertEquals(Optional.of(fixture.clock.instant()), session.issuedAt());
      assertEquals(Optional.of("openid email"), session.scope());
      assertEquals(Optional.of(idp.issuer()), session.issuer());
      assertEquals(Optional.of(FakeIdentityProvider.CLIENT_ID), session.clientId());
      assertEquals(FakeIdentityProvider.EMAIL, outcome.user().orElseThrow().getString("email"));
    }

    @Test
    void login_personConsents_showsSuccessOnlyAfterTheExchange() {
      idp.answering(
          "/token",
          request -> {
            assertFalse(fixture.pageWasShown(), "the page came before the tokens");
            return null;
          });
      fixture.login(idp::consent);
      assertEquals(200, fixture.lastPage().statusCode());
      assertTrue(fixture.lastPage().body().contains("You are logged in"));
    }

    @Test
    void login_personConsents_showsNeitherCodeNorTokens() {
      OAuthCredential session = fixture.login();
      String page = fixture.lastPage().body();
      assertFalse(page.contains("code-"), page);
      assertFalse(page.contains(session.accessToken().reveal()), page);
    }

    @Test
    void login_always_showsTheAddressThatItOpens() {
      FakeInteraction person = fixture.person(idp::consent);
      fixture.login(person);
      assertTrue(person.shown().contains(person.opened().getFirst().toString()));
    }

    @Test
    void login_twice_neverSendsTheSameSecrets() {
      FakeInteraction person = fixture.person(idp::consent);
      fixture.login(person);
      fixture.login(person);
      Map<String, String> one = parameters(person.opened().get(0));
      Map<String, String> two = parameters(person.opened().get(1));
      for (String name : List.of("state", "nonce", "code_challenge")) {
        assertNotEquals(one.get(name), two.get(name), name);
        assertTrue(one.getOrDefault(name, "").length() >= 43, name);
      }
      assertEquals("S256", one.get("code_challenge_method"));
      assertEquals("code", one.get("response_type"));
    }

    @Test
    void login_redirect_isAnIpLiteralOnTheLoopbackInterface() {
      FakeInteraction person = fixture.person(idp::consent);
      fixture.login(person);
      URI redirect = URI.create(parameters(person.opened().getFirst()).get("redirect_uri"));
      assertEquals("127.0.0.1", redirect.getHost());
      assertEquals("/callback", redirect.getPath());
    }

    @Test
    void login_scopesAskedFor_replaceTheProfiles() {
      FakeInteraction person = fixture.person(idp::consent);
      LoginRequest request =
          new LoginRequest(
              OAuthFixture.KEY,
              Optional.of(OAuthMethod.BROWSER.id()),
              List.of("files.read"),
              OptionalInt.empty(),
              Optional.empty(),
              true,
              true,
              Optional.empty());
      fixture.provider.login(request, fixture.context(fixture.profile(), person));
      assertEquals("files.read", parameters(person.opened().getFirst()).get("scope"));
    }

    @Test
    void login_extraParameters_areSentButReplaceNone() {
      ServiceProfile profile =
          TestProfiles.acme(
              """
              {'oauth': {'issuer': '%s', 'clientId': 'acme-cli', 'scopes': ['openid'],
                         'extraParameters': {'audience': 'https://api', 'state': 'fixed'}}}
              """
                  .formatted(idp.issuer()));
      FakeInteraction person = fixture.person(idp::consent);
      fixture.provider.login(
          fixture.request(OAuthMethod.BROWSER.id()), fixture.context(profile, person));
      Map<String, String> sent = parameters(person.opened().getFirst());
      assertEquals("https://api", sent.get("audience"));
      assertNotEquals("fixed", sent.get("state"));
    }

    @Test
    void login_noRefreshToken_saysThatTheSessionEnds() {
      idp.tokenAnswer(
          answer -> JsonText.PROVIDER.createObjectBuilder(answer).remove("refresh_token").build());
      assertFalse(fixture.login().renewable());
      assertTrue(fixture.notices.warnings().getFirst().contains("no refresh token"));
    }
  }

  @Nested
  class Refusal {
    @Test
    void login_personDeclines_isDenied() {
      AuthException.Denied e =
          assertThrows(AuthException.Denied.class, () -> fixture.login(idp::decline));
      assertEquals(ErrorCode.LOGIN_DENIED, e.code());
      assertEquals(0, idp.tokenRequests());
      assertEquals(400, fixture.lastPage().statusCode());
      assertTrue(fixture.lastPage().body().contains("declined"));
    }

    @Test
    void login_errorDescriptionWithScript_isEscapedOnThePage() {
      assertThrows(
          AuthException.Denied.class,
          () ->
              fixture.login(
                  address ->
                      URI.create(
                          idp.decline(address)
                              + "&error_description=%3Cscript%3Ealert(1)%3C%2Fscript%3E")));
      String page = fixture.lastPage().body();
      assertFalse(page.contains("<script"), page);
      assertTrue(page.contains("&lt;script&gt;alert(1)"), page);
    }

    @Test
    void login_errorDescriptionWithEscapes_isCleanInTheMessage() {
      AuthException e =
          assertThrows(
              AuthException.class,
              () ->
                  fixture.login(
                      address ->
                          URI.create(
                              idp.decline(address)
                                  + "&error_description=a%1B%5D52%3Bc%3Bx%07b%0D%0Ac")));
      assertTrue(e.getMessage().contains("a]52;c;xb c"), e.getMessage());
    }

    @ParameterizedTest
    @CsvSource({
      "unauthorized_client, OAUTH_NOT_CONFIGURED, acme-cli",
      "invalid_scope, OAUTH_NOT_CONFIGURED, scopes",
      "temporarily_unavailable, IDP_UNAVAILABLE, cannot do it now",
      "server_error, IDP_UNAVAILABLE, cannot do it now",
      "login_required, LOGIN_DENIED, did not let you log in",
      "unsupported_response_type, PROTOCOL_ERROR, unsupported_response_type",
    })
    void login_errorAnswer_isToldApart(String error, ErrorCode code, String said) {
      AuthException e =
          assertThrows(
              AuthException.class,
              () -> fixture.login(address -> with(idp.decline(address), "error", error)));
      assertEquals(code, e.code());
      assertTrue(e.getMessage().contains(said), e.getMessage());
      assertEquals(0, idp.tokenRequests());
    }

    @Test
    void login_codeExpiredOrUsed_saysSo() {
      AuthException.Denied e =
          assertThrows(
              AuthException.Denied.class,
              () -> fixture.login(address -> with(idp.consent(address), "code", "stale")));
      assertTrue(e.getMessage().contains("expired or was used"), e.getMessage());
      assertEquals(ErrorCode.LOGIN_DENIED, e.code());
      assertFalse(fixture.lastPage().body().contains("You are logged in"));
    }

    @Test
    void login_tokenEndpointNotSafe_isRefusedBeforeAnybodyConsents() {
      AtomicBoolean asked = new AtomicBoolean();
      idp.metadata(
          metadata ->
              JsonText.PROVIDER
                  .createObjectBuilder(metadata)
                  .add("token_endpoint", "http://plain.test/token")
                  .build());
      assertThrows(
          AuthException.Protocol.class,
          () ->
              fixture.login(
                  address -> {
                    asked.set(true);
                    return idp.consent(address);
                  }));
      assertFalse(asked.get());
    }

    @Test
    void login_wrongClient_namesIt() {
      idp.answering("/token", request -> Reply.json(401, "{\"error\":\"invalid_client\"}"));
      AuthException.Misconfigured e =
          assertThrows(AuthException.Misconfigured.class, () -> fixture.login(idp::consent));
      assertEquals(ErrorCode.OAUTH_NOT_CONFIGURED, e.code());
      assertTrue(e.getMessage().contains("acme-cli"), e.getMessage());
    }

    @Test
    void login_exchangeFails_pageNeverSaysSuccess() {
      idp.answering("/token", request -> Reply.empty(503));
      assertThrows(AuthException.Transient.class, () -> fixture.login(idp::consent));
      assertEquals(400, fixture.lastPage().statusCode());
      assertFalse(fixture.lastPage().body().contains("You are logged in"));
    }

    @Test
    void login_badIdToken_withdrawsTheTokens() {
      idp.claims(
          claims -> JsonText.PROVIDER.createObjectBuilder(claims).add("nonce", "another").build());
      assertThrows(AuthException.Protocol.class, () -> fixture.login(idp::consent));
      assertEquals(2, idp.requests("/revoke").size());
    }

    @Test
    void login_openIdGrantedWithoutIdToken_isRefused() {
      idp.tokenAnswer(
          answer -> JsonText.PROVIDER.createObjectBuilder(answer).remove("id_token").build());
      AuthException.Protocol e =
          assertThrows(AuthException.Protocol.class, () -> fixture.login(idp::consent));
      assertTrue(e.getMessage().contains("no ID token"), e.getMessage());
    }

    @Test
    void login_openIdNotGranted_needsNoIdToken() {
      idp.tokenAnswer(
          answer ->
              JsonText.PROVIDER
                  .createObjectBuilder(answer)
                  .remove("id_token")
                  .add("scope", "email")
                  .build());
      assertEquals(Optional.of("email"), fixture.login().scope());
    }
  }

  /** RFC 9207: an answer from elsewhere is no answer, and no denial either. */
  @Nested
  class MixUp {
    @Test
    void login_issuerOfAnother_noTokenRequest() {
      assertThrows(
          AuthException.Protocol.class,
          () ->
              fixture.login(
                  address -> with(idp.consent(address), "iss", "https%3A%2F%2Fevil.test")));
      assertEquals(0, idp.tokenRequests());
    }

    @Test
    void login_issuerMissingThoughAdvertised_noTokenRequest() {
      assertThrows(
          AuthException.Protocol.class,
          () -> fixture.login(address -> with(idp.consent(address), "iss", "")));
      assertEquals(0, idp.tokenRequests());
    }

    @Test
    void login_issuerMissingAndNotAdvertised_works() {
      idp.metadata(
          metadata ->
              JsonText.PROVIDER
                  .createObjectBuilder(metadata)
                  .remove("authorization_response_iss_parameter_supported")
                  .build());
      OAuthCredential session =
          (OAuthCredential)
              fixture.login(address -> with(idp.consent(address), "iss", "")).credential();
      assertTrue(idp.accepts(session.accessToken().reveal()));
    }

    @Test
    void login_errorWithIssuerOfAnother_isNoDenial() {
      AuthException e =
          assertThrows(
              AuthException.class,
              () ->
                  fixture.login(
                      address -> with(idp.decline(address), "iss", "https%3A%2F%2Fevil.test")));
      assertEquals(ErrorCode.PROTOCOL_ERROR, e.code());
    }
  }

  @Nested
  class Forgery {
    @Test
    void login_forgedAnswersBefore_areIgnoredAndTheLoginWorks() {
      AtomicReference<Integer> forged = new AtomicReference<>();
      OAuthCredential session =
          (OAuthCredential)
              fixture
                  .login(
                      address -> {
                        URI genuine = idp.consent(address);
                        forged.set(fixture.get(with(genuine, "state", "forged")).statusCode());
                        assertEquals(400, fixture.get(with(genuine, "state", "")).statusCode());
                        assertEquals(
                            400,
                            fixture
                                .get(with(idp.decline(address), "state", "forged"))
                                .statusCode());
                        return genuine;
                      })
                  .credential();
      assertEquals(400, forged.get());
      assertTrue(idp.accepts(session.accessToken().reveal()));
      assertEquals(1, idp.tokenRequests());
    }

    @Test
    void login_codeGivenTwice_isIgnored() {
      fixture.login(
          address -> {
            URI genuine = idp.consent(address);
            assertEquals(400, fixture.get(URI.create(genuine + "&code=another")).statusCode());
            return genuine;
          });
      assertEquals(1, idp.tokenRequests());
    }
  }

  @Nested
  class NobodyThere {
    @Test
    void login_script_failsBeforeAnyRequest() {
      AuthException.NotLoggedIn e =
          assertThrows(
              AuthException.NotLoggedIn.class, () -> fixture.login(FakeInteraction.script()));
      assertEquals(ErrorCode.NOT_INTERACTIVE, e.code());
      assertTrue(e.hint().orElseThrow().contains("keyfob login acme --device"));
      assertTrue(e.hint().orElseThrow().contains("keyfob login acme --start"));
      assertEquals(0, idp.requests("/.well-known/openid-configuration").size());
    }

    @Test
    void login_scriptAndProfileWithKeys_pointsAtTheKey() {
      ServiceProfile profile =
          TestProfiles.acme(
              "{'apiKey': {}, 'oauth': {'issuer': '%s', 'clientId': 'acme-cli'}}"
                  .formatted(idp.issuer()));
      AuthException e =
          assertThrows(
              AuthException.NotLoggedIn.class,
              () ->
                  fixture.provider.login(
                      fixture.request(OAuthMethod.BROWSER.id()),
                      fixture.context(profile, FakeInteraction.script())));
      assertTrue(
          e.hint().orElseThrow().contains("printf %s \"$KEY\" | keyfob login acme --api-key"));
    }

    @Test
    void login_terminalWithoutBrowser_failsAtOnceAndNamesTheOtherWays() {
      FakeInteraction person =
          fixture.person(idp::consent).withoutBrowser("this is an SSH session");
      AuthException.NotLoggedIn e =
          assertThrows(AuthException.NotLoggedIn.class, () -> fixture.login(person));
      assertTrue(e.getMessage().contains("this is an SSH session"), e.getMessage());
      String hint = e.hint().orElseThrow();
      assertTrue(hint.contains("keyfob login acme --device"), hint);
      assertTrue(hint.contains("keyfob login acme --paste"), hint);
      assertTrue(hint.contains("keyfob login acme --oauth --no-browser"), hint);
      assertEquals(0, idp.requests("/.well-known/openid-configuration").size());
    }

    @Test
    void login_browserDoesNotStart_waitsForThePersonToOpenTheAddress() {
      FakeInteraction person = fixture.person(idp::consent).failingBrowser();
      assertThrows(
          AuthException.TimedOut.class,
          () ->
              fixture.provider.login(impatient(true), fixture.context(fixture.profile(), person)));
      String said = String.join("\n", person.shown());
      assertTrue(said.contains("no browser could be started"), said);
      assertTrue(said.contains("--device"), said);
    }

    @Test
    void login_scriptAndBrowserDoesNotStart_failsAtOnce() {
      FakeInteraction script = FakeInteraction.script().failingBrowser();
      assertThrows(AuthException.NotLoggedIn.class, () -> fixture.login(script));
    }

    private LoginRequest impatient(boolean openBrowser) {
      return new LoginRequest(
          OAuthFixture.KEY,
          Optional.of(OAuthMethod.BROWSER.id()),
          List.of(),
          OptionalInt.empty(),
          Optional.of(Duration.ofMillis(50)),
          openBrowser,
          true,
          Optional.empty());
    }

    @Test
    void login_nobodyComesBack_timesOut() {
      AuthException.TimedOut e =
          assertThrows(
              AuthException.TimedOut.class,
              () -> fixture.provider.login(impatient(false), fixture.context()));
      assertEquals(ErrorCode.LOGIN_TIMEOUT, e.code());
      assertTrue(e.hint().orElseThrow().contains("is not registered for the client acme-cli"));
    }
  }

  @Nested
  class Configuration {
    @Test
    void login_noClientId_pointsAtTheKey() {
      AuthException.Misconfigured e =
          assertThrows(
              AuthException.Misconfigured.class,
              () ->
                  fixture.provider.login(
                      fixture.request(OAuthMethod.BROWSER.id()),
                      fixture.context(
                          TestProfiles.acme(
                              "{'apiKey':{}, 'oauth':{'issuer':'https://id.test','clientId':''}}"),
                          FakeInteraction.person())));
      assertEquals(ErrorCode.OAUTH_NOT_CONFIGURED, e.code());
      assertEquals(
          Optional.of("keyfob login acme --api-key, or export KEYFOB_ACME_CLIENT_ID=ID"), e.hint());
    }

    @Test
    void login_unsafeAuthorizationEndpoint_isNeverOpened() {
      for (String endpoint :
          List.of(
              "http://id.test/authorize",
              "https://user@id.test/authorize",
              "ftp://id.test/authorize")) {
        FakeInteraction person = FakeInteraction.person();
        ServiceProfile profile =
            TestProfiles.acme(
                "{'oauth':{'authorizationEndpoint':'%s','tokenEndpoint':'%s','clientId':'c'}}"
                    .formatted(endpoint, idp.uri("/token")));
        assertThrows(
            AuthException.Misconfigured.class,
            () ->
                fixture.provider.login(
                    fixture.request(OAuthMethod.BROWSER.id()), fixture.context(profile, person)),
            endpoint);
        assertEquals(List.of(), person.opened());
      }
    }
  }
}
