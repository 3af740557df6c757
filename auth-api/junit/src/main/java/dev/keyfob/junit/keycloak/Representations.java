package dev.keyfob.junit.keycloak;

import dev.keyfob.auth.api.spi.support.JsonText;
import dev.keyfob.auth.api.stability.Evolving;
import jakarta.json.JsonObject;

/** Parts of a realm as Keycloak imports them. */
@Evolving
public final class Representations {
  private Representations() {}

  /**
   * A user without anything that Keycloak would ask for at the first login.
   *
   * @param name the user's name
   * @param password the user's password
   * @return the user, with an e-mail address at {@code example.org}
   */
  public static JsonObject user(String name, String password) {
    return JsonText.PROVIDER
        .createObjectBuilder()
        .add("username", name)
        .add("enabled", true)
        .add("email", name + "@example.org")
        .add("emailVerified", true)
        .add("firstName", name)
        .add("lastName", "Test")
        .add(
            "credentials",
            JsonText.PROVIDER
                .createArrayBuilder()
                .add(
                    JsonText.PROVIDER
                        .createObjectBuilder()
                        .add("type", "password")
                        .add("value", password)
                        .add("temporary", false)))
        .build();
  }

  /**
   * A client as a program on a person's machine is one (RFC 8252): public, with PKCE, and with any
   * port of the loopback interface as its redirect URI.
   *
   * @param id the client's id
   * @return the client
   */
  public static JsonObject publicClient(String id) {
    return JsonText.PROVIDER
        .createObjectBuilder()
        .add("clientId", id)
        .add("publicClient", true)
        .add("standardFlowEnabled", true)
        .add("directAccessGrantsEnabled", false)
        .add(
            "redirectUris",
            JsonText.PROVIDER.createArrayBuilder().add("http://127.0.0.1/*").add("http://[::1]/*"))
        .add(
            "attributes",
            JsonText.PROVIDER
                .createObjectBuilder()
                .add("pkce.code.challenge.method", "S256")
                .add("oauth2.device.authorization.grant.enabled", "true"))
        .build();
  }
}
