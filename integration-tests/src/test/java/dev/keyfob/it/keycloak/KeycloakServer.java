package dev.keyfob.it.keycloak;

import dev.keyfob.auth.api.spi.support.JsonText;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.keycloak.admin.client.Keycloak;
import org.keycloak.admin.client.resource.RealmResource;
import org.keycloak.admin.client.resource.UserResource;

/**
 * A running Keycloak that holds the realm of {@code keyfob-realm.json}. Thread-safe.
 *
 * <p>Tests take one as a parameter by {@link SharedKeycloak}, which starts it once for all of them.
 *
 * @param server what runs, to be closed by whoever started it
 * @param admin the admin client of the whole server, logged in as its administrator
 */
public record KeycloakServer(dev.keyfob.junit.keycloak.KeycloakServer server, Keycloak admin)
    implements AutoCloseable {

  /** Adds the realm, and a client that can do more than tests of others need. */
  static KeycloakServer of(dev.keyfob.junit.keycloak.KeycloakServer server) {
    try (InputStream realm = KeycloakServer.class.getResourceAsStream("/keyfob-realm.json")) {
      var _ =
          server.addRealm(
              JsonText.parseObject(Objects.requireNonNull(realm).readAllBytes()),
              TestRealm.CLI_CLIENT);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new KeycloakServer(
        server,
        Keycloak.getInstance(
            server.address().toString(),
            "master",
            server.adminUser(),
            server.adminPassword().reveal(),
            "admin-cli"));
  }

  /**
   * Starts a Keycloak of its own: in a container where an engine answers, else as a process. Blocks
   * until it is ready, half a minute on a small machine; the process path first fetches the
   * distribution through Maven when needed.
   *
   * @throws IllegalStateException when neither way works, naming both causes
   */
  public static KeycloakServer start() {
    return of(dev.keyfob.junit.keycloak.KeycloakServer.start(environment()));
  }

  /**
   * {@code KEYFOB_IT_CONTAINER} is {@code required} or {@code never}; a container is preferred when
   * it is not set.
   */
  static Map<String, String> environment() {
    Map<String, String> environment = new HashMap<>(System.getenv());
    String policy = environment.get("KEYFOB_IT_CONTAINER");
    if (policy != null) {
      environment.put("KEYFOB_KEYCLOAK_CONTAINER", policy);
    }
    return environment;
  }

  /**
   * Where the server answers, without a trailing slash, for example {@code http://localhost:8080}.
   */
  public URI address() {
    return server.address();
  }

  /** How it runs, for people: {@code in a container}. */
  public String kind() {
    return server.kind();
  }

  /** The issuer, exactly as discovery documents and tokens say it. */
  public URI issuer() {
    return URI.create(address() + "/realms/" + TestRealm.NAME);
  }

  /**
   * Everything an administrator can do in the test realm: end sessions, disable users, read events.
   */
  public RealmResource realm() {
    return admin.realm(TestRealm.NAME);
  }

  /**
   * Makes Keycloak ask the user of the realm again. It remembers who consented to what across
   * tests, whose order is not certain.
   */
  public void forgetConsents() {
    UserResource user =
        realm().users().get(realm().users().searchByUsername(TestRealm.USER, true).get(0).getId());
    user.getConsents().forEach(consent -> user.revokeConsent((String) consent.get("clientId")));
  }

  /** Closes the admin client. */
  @Override
  public void close() {
    admin.close();
  }
}
