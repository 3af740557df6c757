package dev.keyfob.auth.oauth.discovery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.ErrorCode;
import dev.keyfob.auth.api.ServiceProfile;
import dev.keyfob.auth.api.spi.support.JsonText;
import dev.keyfob.auth.oauth.OAuthFixture;
import dev.keyfob.auth.testkit.FakeIdentityProvider;
import dev.keyfob.auth.testkit.HttpStub.Reply;
import dev.keyfob.auth.testkit.TestProfiles;
import jakarta.json.JsonObjectBuilder;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DiscoveryTests {
  private static final String OPENID = "/.well-known/openid-configuration";

  private final OAuthFixture fixture = new OAuthFixture();
  private final FakeIdentityProvider idp = fixture.idp;

  @AfterEach
  void close() {
    fixture.close();
  }

  private void metadata(UnaryOperator<JsonObjectBuilder> change) {
    idp.metadata(metadata -> change.apply(JsonText.PROVIDER.createObjectBuilder(metadata)).build());
  }

  private AuthorizationServer server(String oauth) {
    return new Discovery(fixture.context(TestProfiles.acme("{'oauth':" + oauth + "}"))).forLogin();
  }

  private AuthorizationServer server() {
    return fixture.server();
  }

  private AuthException.Protocol refused() {
    return assertThrows(AuthException.Protocol.class, () -> server().tokenEndpoint());
  }

  @Nested
  class Metadata {
    @Test
    void endpoints_ofMetadata_areFoundWithOneRequest() {
      AuthorizationServer server = server();
      assertEquals(idp.uri("/token"), server.tokenEndpoint());
      assertEquals(idp.uri("/authorize"), server.authorizationEndpoint());
      assertEquals(Optional.of(idp.uri("/jwks")), server.jwksUri());
      assertTrue(server.namesItselfInResponses());
      assertEquals(1, idp.requests(OPENID).size());
    }

    @Test
    void endpoints_explicitOnes_winOverMetadata() {
      AuthorizationServer server =
          server(
              "{'issuer':'%s','clientId':'c','tokenEndpoint':'https://elsewhere.test/token'}"
                  .formatted(idp.issuer()));
      assertEquals(URI.create("https://elsewhere.test/token"), server.tokenEndpoint());
      assertEquals(idp.uri("/authorize"), server.authorizationEndpoint());
    }

    @Test
    void endpoints_explicitOnly_needNoRequest() {
      AuthorizationServer server =
          server("{'clientId':'c','tokenEndpoint':'%s'}".formatted(idp.uri("/token")));
      assertEquals(idp.uri("/token"), server.tokenEndpoint());
      assertEquals(Optional.empty(), server.revocationEndpoint());
      assertThrows(AuthException.Misconfigured.class, server::authorizationEndpoint);
      assertEquals(0, idp.requests(OPENID).size());
    }

    @Test
    void metadata_onlyWhereRfc8414PutsIt_isFound() {
      idp.answering(OPENID, request -> Reply.empty(404));
      idp.answering(
          "/.well-known/oauth-authorization-server",
          request ->
              Reply.json(
                  200,
                  "{\"issuer\":\"%s\",\"token_endpoint\":\"%s\"}"
                      .formatted(idp.issuer(), idp.uri("/t"))));
      assertEquals(idp.uri("/t"), server().tokenEndpoint());
    }

    @Test
    void metadata_issuerWithPath_isLookedForAsEachRfcSays() {
      String issuer = idp.issuer() + "/realms/acme";
      AuthException.Protocol e =
          assertThrows(
              AuthException.Protocol.class,
              () -> server("{'issuer':'%s','clientId':'c'}".formatted(issuer)).tokenEndpoint());
      assertTrue(e.getMessage().contains(issuer + OPENID), e.getMessage());
      assertTrue(
          e.getMessage()
              .contains(idp.issuer() + "/.well-known/oauth-authorization-server/realms/acme"),
          e.getMessage());
    }

    @Test
    void metadata_pageForPeople_isNone() {
      idp.answering(
          OPENID, request -> Reply.of(200, "text/html", "<html>".getBytes(StandardCharsets.UTF_8)));
      assertTrue(refused().getMessage().contains("publishes no metadata"));
    }

    @Test
    void metadata_serverFails_isTransient() {
      idp.answering(OPENID, request -> Reply.empty(502));
      AuthException.Transient e =
          assertThrows(AuthException.Transient.class, () -> server().tokenEndpoint());
      assertEquals(ErrorCode.IDP_UNAVAILABLE, e.code());
    }

    @Test
    void metadata_redirect_isNotFollowed() {
      idp.answering(
          OPENID, request -> Reply.empty(302).with("Location", "https://elsewhere.test/"));
      assertTrue(refused().getMessage().contains("redirects"));
    }
  }

  @Nested
  class Dangers {
    @ParameterizedTest
    @ValueSource(strings = {"https://evil.test", "http://127.0.0.1", ""})
    void issuer_another_isRefused(String other) {
      metadata(m -> m.add("issuer", other));
      assertTrue(refused().getMessage().contains("belongs to another issuer"));
    }

    @Test
    void issuer_differsByASlash_isRefused() {
      metadata(m -> m.add("issuer", idp.issuer() + "/"));
      assertTrue(refused().getMessage().contains(idp.issuer() + "/"));
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "http://id.test/token",
          "http://127.0.0.1.evil.test/token",
          "https://user@id.test/token",
          "file://host/etc/passwd",
          "javascript://x/%0aalert(1)",
        })
    void endpoint_notHttps_isRefused(String endpoint) {
      metadata(m -> m.add("token_endpoint", endpoint));
      assertTrue(refused().getMessage().contains("token_endpoint is not https"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"-flag", "$(id)", "/relative", "javascript:alert(1)", "file:///x"})
    void endpoint_noAddress_isRefused(String endpoint) {
      metadata(m -> m.add("token_endpoint", endpoint));
      assertTrue(refused().getMessage().contains("token_endpoint is not an absolute URL"));
    }

    @Test
    void pkce_onlyPlainOffered_isRefused() {
      metadata(
          m ->
              m.add(
                  "code_challenge_methods_supported",
                  JsonText.PROVIDER.createArrayBuilder().add("plain")));
      assertTrue(refused().getMessage().contains("S256"));
    }

    @Test
    void responseTypes_withoutCode_isRefused() {
      metadata(
          m ->
              m.add(
                  "response_types_supported",
                  JsonText.PROVIDER.createArrayBuilder().add("id_token")));
      assertTrue(refused().getMessage().contains("code"));
    }

    @ParameterizedTest
    @ValueSource(
        strings = {"http://id.test", "https://user@id.test", "https://id.test?x", "ftp://id.test"})
    void issuer_notHttps_isRefusedWithoutARequest(String issuer) {
      assertThrows(
          AuthException.Misconfigured.class,
          () -> server("{'issuer':'%s','clientId':'c'}".formatted(issuer)).tokenEndpoint());
    }

    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        value = {
          "'oauth':{'clientId':''}|export KEYFOB_ACME_CLIENT_ID=ID",
          "'apiKey':{},'oauth':{}|keyfob login acme --api-key, or export KEYFOB_ACME_CLIENT_ID=ID",
          "'pat':{},'oauth':{}|keyfob login acme --pat, or export KEYFOB_ACME_CLIENT_ID=ID"
        })
    void clientId_missing_isNotConfiguredAndSaysWhatWouldWork(String profile, String hint) {
      AuthException e =
          assertThrows(
              AuthException.Misconfigured.class,
              () ->
                  new Discovery(fixture.context(TestProfiles.acme("{" + profile + "}")))
                      .forLogin());
      assertEquals(ErrorCode.OAUTH_NOT_CONFIGURED, e.code());
      assertEquals(Optional.of(hint), e.hint());
    }

    @Test
    void clientAuthentication_notKnown_isRefused() {
      AuthException.Misconfigured e =
          assertThrows(
              AuthException.Misconfigured.class,
              () -> server("{'issuer':'https://id.test','clientId':'c','clientAuth':'magic'}"));
      assertEquals(ErrorCode.OAUTH_NOT_CONFIGURED, e.code());
    }
  }

  @Nested
  class ServicesOwnDocument {
    private ServiceProfile profile(String more) {
      return TestProfiles.acme(
          "{'apiBaseUri':'%s','oauth':{'configPath':'/auth/config'%s}}"
              .formatted(idp.issuer(), more));
    }

    private void document(String json) {
      idp.answering("/auth/config", request -> Reply.json(200, json.replace('\'', '"')));
    }

    @Test
    void forLogin_document_givesIssuerClientAndScopes() {
      document(
          "{'issuer':'%s','client_id':'from-service','scopes':'openid  email'}"
              .formatted(idp.issuer()));
      AuthorizationServer server = new Discovery(fixture.context(profile(""))).forLogin();
      assertEquals(Optional.of(idp.issuer()), server.issuer());
      assertEquals("from-service", server.clientId());
      assertEquals(List.of("openid", "email"), server.scopes());
      assertEquals(idp.uri("/token"), server.tokenEndpoint());
    }

    @Test
    void forLogin_profileNamesClient_winsOverTheDocument() {
      document("{'issuer':'%s','client_id':'from-service','scopes':['a']}".formatted(idp.issuer()));
      AuthorizationServer server =
          new Discovery(fixture.context(profile(",'clientId':'own','scopes':['b']"))).forLogin();
      assertEquals("own", server.clientId());
      assertEquals(List.of("b"), server.scopes());
    }

    @Test
    void forLogin_documentWithoutClient_isNotConfigured() {
      document("{'issuer':'%s'}".formatted(idp.issuer()));
      AuthException e =
          assertThrows(
              AuthException.Misconfigured.class,
              () -> new Discovery(fixture.context(profile(""))).forLogin());
      assertEquals(ErrorCode.OAUTH_NOT_CONFIGURED, e.code());
    }

    @Test
    void forLogin_documentMissing_saysWhere() {
      AuthException e =
          assertThrows(
              AuthException.Protocol.class,
              () -> new Discovery(fixture.context(profile(""))).forLogin());
      assertTrue(e.getMessage().contains("/auth/config"), e.getMessage());
    }

    @Test
    void forSession_whatTheSessionSays_isNotAskedAgain() {
      AuthorizationServer server =
          new Discovery(fixture.context(profile(""))).forSession(fixture.session());
      assertEquals(Optional.of(idp.issuer()), server.issuer());
      assertEquals(FakeIdentityProvider.CLIENT_ID, server.clientId());
      assertEquals(0, idp.requests("/auth/config").size());
    }
  }

  @Nested
  class Sessions {
    @Test
    void forSession_profileNamesAnotherIssuer_givesNoTokenAway() {
      ServiceProfile other =
          TestProfiles.acme("{'oauth':{'issuer':'https://other.test','clientId':'c'}}");
      AuthException.NotLoggedIn e =
          assertThrows(
              AuthException.NotLoggedIn.class,
              () -> new Discovery(fixture.context(other)).forSession(fixture.session()));
      assertEquals(Optional.of("keyfob login acme"), e.hint());
    }
  }
}
