package dev.keyfob.it.keycloak;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.keyfob.it.Fixtures;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.keycloak.representations.idm.RealmRepresentation;

@ExtendWith(SharedKeycloak.class)
class KeycloakServerIT {

  private final KeycloakServer keycloak;

  KeycloakServerIT(KeycloakServer keycloak) {
    this.keycloak = keycloak;
  }

  @Test
  void discovery_ofTheTestRealm_namesTheIssuerExactly() throws Exception {
    URI discovery = URI.create(keycloak.issuer() + "/.well-known/openid-configuration");
    try (HttpClient http = HttpClient.newHttpClient();
        JsonReader reader =
            Json.createReader(
                http.send(HttpRequest.newBuilder(discovery).build(), BodyHandlers.ofInputStream())
                    .body())) {
      JsonObject document = reader.readObject();

      assertEquals(keycloak.issuer().toString(), document.getString("issuer"));
      assertTrue(document.containsKey("device_authorization_endpoint"), document::toString);
    }
  }

  @Test
  void version_ofTheServer_isTheOneUnderTest() {
    assertEquals(
        Fixtures.load().keycloakVersion(),
        keycloak.admin().serverInfo().getInfo().getSystemInfo().getVersion());
  }

  @Test
  void realm_imported_rotatesRefreshTokensWithoutReuse() {
    RealmRepresentation realm = keycloak.realm().toRepresentation();

    assertTrue(realm.getRevokeRefreshToken());
    assertEquals(0, realm.getRefreshTokenMaxReuse());
    assertEquals(60, realm.getAccessTokenLifespan());
  }

  @Test
  void serviceToken_fresh_isActive() {
    TokenEndpoint tokens = new TokenEndpoint(keycloak.issuer());

    assertTrue(tokens.isActiveAccessToken(tokens.serviceToken()));
    assertFalse(tokens.isActiveAccessToken("made up"));
  }

  @Test
  void grant_refreshTokenMadeUp_isInvalidGrant() {
    JsonObject answer =
        new TokenEndpoint(keycloak.issuer())
            .grant(
                Map.of(
                    "grant_type", "refresh_token",
                    "refresh_token", "made up",
                    "client_id", TestRealm.CLI_CLIENT));

    assertEquals("invalid_grant", answer.getString("error"));
  }
}
