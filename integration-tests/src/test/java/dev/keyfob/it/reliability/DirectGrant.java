package dev.keyfob.it.reliability;

import dev.keyfob.it.keycloak.KeycloakServer;
import dev.keyfob.it.keycloak.TestRealm;
import dev.keyfob.it.keycloak.TokenEndpoint;
import jakarta.json.JsonObject;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Map;
import org.keycloak.representations.idm.ClientRepresentation;
import org.keycloak.representations.idm.EventRepresentation;
import org.keycloak.representations.idm.RealmEventsConfigRepresentation;

/** Sessions of a real Keycloak without a browser, and what Keycloak has noted about them. */
record DirectGrant(KeycloakServer keycloak) {
  static final String CLIENT = "keyfob-direct";
  private static final String RENEWED = "REFRESH_TOKEN";
  private static final String REFUSED = "REFRESH_TOKEN_ERROR";

  /** Prepares the realm: by default Keycloak keeps no events about renewals. */
  static DirectGrant at(KeycloakServer keycloak) {
    ClientRepresentation client = new ClientRepresentation();
    client.setClientId(CLIENT);
    client.setPublicClient(true);
    client.setDirectAccessGrantsEnabled(true);
    try (Response created = keycloak.realm().clients().create(client)) {
      if (created.getStatus() != 201 && created.getStatus() != 409) {
        throw new IllegalStateException("Keycloak makes no client: " + created.getStatus());
      }
    }
    RealmEventsConfigRepresentation events = keycloak.realm().getRealmEventsConfig();
    events.setEventsEnabled(true);
    events.setEnabledEventTypes(List.of(RENEWED, REFUSED));
    keycloak.realm().updateRealmEventsConfig(events);
    return new DirectGrant(keycloak);
  }

  Tokens login() {
    JsonObject answer =
        new TokenEndpoint(keycloak.issuer())
            .grant(
                Map.of(
                    "grant_type",
                    "password",
                    "client_id",
                    CLIENT,
                    "username",
                    TestRealm.USER,
                    "password",
                    TestRealm.PASSWORD));
    return new Tokens(answer.getString("access_token"), answer.getString("refresh_token"));
  }

  long renewals() {
    return events(RENEWED);
  }

  long refusals() {
    return events(REFUSED);
  }

  private long events(String type) {
    List<EventRepresentation> events =
        keycloak.realm().getEvents(List.of(type), CLIENT, null, null, null, null, null, null);
    return events.size();
  }
}
