package dev.keyfob.it.keycloak;

import java.net.URI;
import org.keycloak.admin.client.Keycloak;
import org.keycloak.admin.client.resource.RealmResource;
import org.keycloak.admin.client.resource.UserResource;

/**
 * A running Keycloak that holds the realm of {@code keyfob-realm.json}. Thread-safe; whoever
 * started it closes it.
 *
 * <p>Tests take one as a parameter by {@link SharedKeycloak}, which starts it once for all of them.
 */
public interface KeycloakServer extends AutoCloseable {

  /**
   * For Keycloak's JVM. It lives for minutes: optimising its code would cost more than running it
   * (39 s against 24 s).
   */
  String QUICK_START = "-XX:TieredStopAtLevel=1";

  /**
   * Where the server answers, without a trailing slash, for example {@code http://localhost:8080}.
   */
  URI address();

  /** The admin client of the whole server, logged in as its administrator. */
  Keycloak admin();

  /** How it runs, for people: {@code in a container}. */
  String kind();

  @Override
  void close();

  /** The issuer, exactly as discovery documents and tokens say it. */
  default URI issuer() {
    return URI.create(address() + "/realms/" + TestRealm.NAME);
  }

  /**
   * Everything an administrator can do in the test realm: end sessions, disable users, read events.
   */
  default RealmResource realm() {
    return admin().realm(TestRealm.NAME);
  }

  /**
   * Makes Keycloak ask the user of the realm again. It remembers who consented to what across
   * tests, whose order is not certain.
   */
  default void forgetConsents() {
    UserResource user =
        realm().users().get(realm().users().searchByUsername(TestRealm.USER, true).get(0).getId());
    user.getConsents().forEach(consent -> user.revokeConsent((String) consent.get("clientId")));
  }

  /**
   * Starts a Keycloak of its own: in a container where an engine answers, else as a process. Blocks
   * until it is ready, half a minute on a small machine; the process path first fetches the
   * distribution through Maven when needed.
   *
   * @throws IllegalStateException when neither way works, naming both causes
   */
  static KeycloakServer start() {
    return KeycloakLauncher.fromEnvironment(System.getenv()).start();
  }
}
