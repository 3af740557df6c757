package dev.keyfob.it.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.Keyfob;
import dev.keyfob.auth.api.Secret;
import dev.keyfob.auth.api.http.AuthenticatedClient;
import dev.keyfob.auth.api.spi.support.JsonText;
import dev.keyfob.it.api.ProtectedApi;
import dev.keyfob.it.keycloak.SharedKeycloak;
import dev.keyfob.junit.ApiUnderTest;
import dev.keyfob.junit.KeycloakRealm;
import dev.keyfob.junit.LoggedIn;
import dev.keyfob.junit.TestUser;
import dev.keyfob.junit.keycloak.KeycloakServer;
import dev.keyfob.junit.keycloak.Realm;
import dev.keyfob.junit.keycloak.TestLogin;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedKeycloak.class)
@KeycloakRealm(
    audiences = "https://orders.example",
    users = {
      @TestUser(name = "ada", password = "lovelace", roles = "buyer"),
      @TestUser(name = "bob")
    })
class KeycloakExtensionIT {
  private final Realm realm;
  private final ProtectedApi api;

  KeycloakExtensionIT(dev.keyfob.it.keycloak.KeycloakServer shared, Realm realm) {
    this.realm = realm;
    api = ProtectedApi.start(realm.issuer());
    assertEquals(shared.address(), URI.create(realm.issuer().toString().split("/realms/", 2)[0]));
  }

  @BeforeEach
  void thereIsOneServer(KeycloakServer server, dev.keyfob.it.keycloak.KeycloakServer shared) {
    assertSame(server, shared.server());
  }

  @AfterEach
  void stop() {
    api.close();
  }

  @ApiUnderTest
  URI address() {
    return api.address();
  }

  private static JWTClaimsSet claims(Secret token) throws Exception {
    return SignedJWT.parse(token.reveal()).getJWTClaimsSet();
  }

  private static HttpResponse<String> get(AuthenticatedClient client, String path) {
    return client.send(
        HttpRequest.newBuilder(client.resolve(path)).build(), BodyHandlers.ofString());
  }

  @Test
  void client_ofAUser_isAdmittedAsThatUser(
      @LoggedIn("ada") AuthenticatedClient ada, @LoggedIn("bob") AuthenticatedClient bob) {
    assertTrue(get(ada, "/v1/me").body().contains("ada@example.org"));
    assertTrue(get(bob, "/v1/me").body().contains("bob@example.org"));
    assertEquals(2, api.requests());
  }

  @Test
  void client_refusedOnce_comesAgainWithARenewedToken(@LoggedIn("ada") AuthenticatedClient ada) {
    assertEquals(200, get(ada, "/v1/me").statusCode());

    api.refuseNext(1);

    assertEquals(200, get(ada, "/v1/me").statusCode());
    assertEquals(3, api.requests());
  }

  @Test
  void token_ofAUser_hasWhatTheAnnotationsSay(
      @LoggedIn(value = "ada", scopes = "email") Secret token) throws Exception {
    JWTClaimsSet claims = claims(token);

    assertEquals(realm.issuer().toString(), claims.getIssuer());
    assertEquals("ada", claims.getStringClaim("preferred_username"));
    assertTrue(claims.getAudience().contains("https://orders.example"), claims::toString);
    assertTrue(
        String.valueOf(claims.getJSONObjectClaim("realm_access").get("roles")).contains("buyer"));
    assertEquals(
        Duration.ofMinutes(5),
        Duration.between(
            claims.getIssueTime().toInstant(), claims.getExpirationTime().toInstant()));
  }

  @Test
  void keyfob_ofAProgramUnderTest_hasItsProfile(
      @LoggedIn(value = "ada", profile = "shop") Keyfob keyfob) {
    Secret before = keyfob.token("shop").credential().secret();

    assertNotEquals(before, keyfob.refresh(keyfob.token("shop").key()).credential().secret());
  }

  @Test
  void login_ofAUserWhoIsNotThere_namesThoseWhoAre() {
    String message =
        assertThrows(IllegalArgumentException.class, () -> realm.login("eve")).toString();

    assertTrue(message.contains("eve") && message.contains("ada"), message);
  }

  @Test
  void login_withAClientThatIsNotThere_failsAtOnce() {
    AuthException e =
        assertThrows(AuthException.Denied.class, () -> realm.login("ada").client("nobody").open());

    assertTrue(e.toString().contains("Client not found"), e::toString);
  }

  @Test
  void login_ofAUserAddedByTheTest_works() throws Exception {
    realm.addUser("carol", "shaw");

    try (TestLogin carol = realm.login("carol").open()) {
      assertEquals("carol", claims(carol.token()).getStringClaim("preferred_username"));
    }
  }

  @Nested
  class BoundToAKey {
    private HttpResponse<String> userinfo(AuthenticatedClient client) {
      return get(client, realm.issuer().getPath() + "/protocol/openid-connect/userinfo");
    }

    @Test
    void client_withDpopAndPar_provesEachRequestItself() throws Exception {
      try (TestLogin ada =
          realm
              .login("ada")
              .oauth(JsonText.parseObject("{\"dpop\":true,\"par\":true}"))
              .api(URI.create(realm.issuer().resolve("/").toString().replaceFirst("/$", "")))
              .open()) {
        Object key = claims(ada.token()).getJSONObjectClaim("cnf").get("jkt");

        assertEquals(200, userinfo(ada.client()).statusCode());
        assertEquals(200, userinfo(ada.client()).statusCode());
        ada.keyfob().refresh(ada.account());
        assertEquals(200, userinfo(ada.client()).statusCode());
        assertEquals(key, claims(ada.token()).getJSONObjectClaim("cnf").get("jkt"));
      }
    }
  }
}
