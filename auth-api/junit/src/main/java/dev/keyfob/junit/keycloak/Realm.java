package dev.keyfob.junit.keycloak;

import dev.keyfob.auth.api.Secret;
import dev.keyfob.auth.api.stability.Evolving;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** A realm of a running Keycloak. Safe for use by many threads. */
@Evolving
public final class Realm {
  private final AdminApi admin;
  private final String name;
  private final String client;
  private final Map<String, Secret> passwords;

  Realm(AdminApi admin, String name, String client, Map<String, Secret> passwords) {
    this.admin = admin;
    this.name = name;
    this.client = client;
    this.passwords = new ConcurrentHashMap<>(passwords);
  }

  /**
   * The realm's name.
   *
   * @return the name
   */
  public String name() {
    return name;
  }

  /**
   * The issuer, exactly as the discovery document and tokens have it.
   *
   * @return an address without a trailing slash
   */
  public URI issuer() {
    return URI.create(admin.server() + "/realms/" + name);
  }

  /**
   * The public client that users log in with.
   *
   * @return the client's id
   */
  public String client() {
    return client;
  }

  /**
   * Adds a user who can log in at once. Blocks for Keycloak.
   *
   * @param user the user's name
   * @param password the user's password
   * @throws IllegalStateException if Keycloak refuses it, because there is one of that name
   */
  public void addUser(String user, String password) {
    admin.createUser(name, Representations.user(user, password));
    passwords.put(user, Secret.of(password));
  }

  /**
   * Prepares the login of a user.
   *
   * @param user the user's name
   * @return the login, which {@link TestLogin.Builder#open} does
   * @throws IllegalArgumentException if no password of the user is known: neither the realm's
   *     representation nor {@link #addUser} has given one
   */
  public TestLogin.Builder login(String user) {
    Secret password =
        Optional.ofNullable(passwords.get(user))
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "The realm %s has no user %s with a known password, but %s."
                            .formatted(name, user, passwords.keySet())));
    return new TestLogin.Builder(this, admin.server(), user, password);
  }
}
