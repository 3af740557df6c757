package dev.keyfob.junit.keycloak;

import dev.keyfob.auth.api.Secret;
import dev.keyfob.auth.api.stability.Evolving;
import jakarta.json.JsonObject;
import java.net.URI;
import java.util.Map;

/**
 * A running Keycloak. Safe for use by many threads; whoever started it closes it.
 *
 * <p>Tests take one as a parameter, by {@link dev.keyfob.junit.KeycloakRealm}; a program that is
 * not a test starts one by {@link #start}.
 */
@Evolving
public final class KeycloakServer implements AutoCloseable {
  /** The version that is started unless {@code KEYFOB_KEYCLOAK_VERSION} names another. */
  public static final String VERSION = "26.7.3";

  private final AdminApi admin;
  private final String kind;
  private final Runnable stop;

  KeycloakServer(AdminApi admin, String kind, Runnable stop) {
    this.admin = admin;
    this.kind = kind;
    this.stop = stop;
  }

  /**
   * Starts a Keycloak: in a container where Testcontainers is on the class path and an engine
   * answers, else as a process of this machine. Blocks until it is ready, half a minute on a small
   * machine; the first process on a machine also fetches and unpacks the distribution, 170 MB.
   *
   * <p>The administrator's password is a new one each time. The environment variables, all of them
   * optional:
   *
   * <ul>
   *   <li>{@code KEYFOB_KEYCLOAK_CONTAINER}: {@code required} or {@code never};
   *   <li>{@code KEYFOB_KEYCLOAK_VERSION}, {@code KEYFOB_KEYCLOAK_IMAGE}: what to start;
   *   <li>{@code KEYFOB_KEYCLOAK_HOME}: the folder of a distribution, to be used for one process at
   *       a time;
   *   <li>{@code KEYFOB_KEYCLOAK_URL}, with {@code KEYFOB_KEYCLOAK_ADMIN} (by default {@code
   *       admin}) and {@code KEYFOB_KEYCLOAK_ADMIN_PASSWORD}: a server that runs already and stays
   *       as it was, but for realms that are added now and removed by {@link #close}.
   * </ul>
   *
   * @param environment the environment variables
   * @return the server
   * @throws IllegalArgumentException if a variable has a value that means nothing
   * @throws IllegalStateException if Keycloak starts in neither way; the message has both causes
   */
  public static KeycloakServer start(Map<String, String> environment) {
    Settings settings = new Settings(environment);
    return settings
        .address()
        .map(
            address ->
                attached(AdminApi.of(address, settings.adminUser(), settings.adminPassword())))
        .orElseGet(() -> Launcher.of(settings).start());
  }

  private static KeycloakServer attached(AdminApi admin) {
    return new KeycloakServer(admin, "running already", admin::deleteCreatedRealms);
  }

  /**
   * Where the server answers.
   *
   * @return an address without a trailing slash, for example {@code http://localhost:8080}
   */
  public URI address() {
    return admin.server();
  }

  /**
   * How it runs, for people.
   *
   * @return for example {@code in a container}
   */
  public String kind() {
    return kind;
  }

  /**
   * The administrator of the realm {@code master}.
   *
   * @return the user's name
   */
  public String adminUser() {
    return admin.user();
  }

  /**
   * The administrator's password.
   *
   * @return the password
   */
  public Secret adminPassword() {
    return admin.password();
  }

  /**
   * Adds a realm. Blocks for the server, a second or two.
   *
   * @param representation the realm as Keycloak exports and imports it, with its {@code realm}
   *     (name), clients and users; passwords that it has in plain text are known to {@link
   *     Realm#login}
   * @param client the id of the public client to log in with, which is added unless the realm has
   *     it; every loopback address is one of its redirect URIs
   * @return the realm
   * @throws IllegalArgumentException if it has no name
   * @throws IllegalStateException if Keycloak refuses it, because it has one of that name or does
   *     not understand it
   */
  public Realm addRealm(JsonObject representation, String client) {
    RealmDocument document = new RealmDocument(representation).withClient(client);
    admin.createRealm(document.json());
    return new Realm(admin, document.name(), client, document.passwords());
  }

  /** Stops it. Blocks until it has ended, a few seconds. */
  @Override
  public void close() {
    try {
      stop.run();
    } finally {
      admin.close();
    }
  }
}
