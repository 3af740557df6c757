package dev.keyfob.junit.keycloak;

import dev.keyfob.auth.api.AccountKey;
import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.Keyfob;
import dev.keyfob.auth.api.LoginRequest;
import dev.keyfob.auth.api.Secret;
import dev.keyfob.auth.api.http.AuthenticatedClient;
import dev.keyfob.auth.api.spi.support.JsonText;
import dev.keyfob.auth.api.stability.Evolving;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A user who is logged in, in a keyfob of its own: nothing of the machine's keyfob is read, and
 * tokens are kept in memory only. Safe for use by many threads; whoever opened it closes it.
 */
@Evolving
public final class TestLogin implements AutoCloseable {
  /** The name of the profile, unless another is chosen. */
  public static final String PROFILE = "test";

  private static final Duration LIMIT = Duration.ofMinutes(1);

  private final Keyfob keyfob;
  private final AccountKey account;
  private final Path home;

  private TestLogin(Keyfob keyfob, AccountKey account, Path home) {
    this.keyfob = keyfob;
    this.account = account;
    this.home = home;
  }

  /**
   * The keyfob that has the login. It has one profile and one account.
   *
   * @return the keyfob, usable until this is closed
   */
  public Keyfob keyfob() {
    return keyfob;
  }

  /**
   * Whose login this is in that keyfob.
   *
   * @return the profile, and its default account
   */
  public AccountKey account() {
    return account;
  }

  /**
   * A client that puts the user's access token on requests to the API.
   *
   * @return the client, usable until this is closed
   */
  public AuthenticatedClient client() {
    return keyfob.client(account);
  }

  /**
   * The user's access token, which works for a minute at least if Keycloak lets it last that long.
   * Blocks for Keycloak if it has to be renewed.
   *
   * @return the access token
   * @throws AuthException if it cannot be renewed
   */
  public Secret token() {
    return keyfob.token(account, Duration.ZERO).credential().secret();
  }

  /** Forgets the login. The session at Keycloak ends with its realm. */
  @Override
  public void close() {
    try {
      keyfob.close();
    } finally {
      delete(home);
    }
  }

  private static void delete(Path folder) {
    try {
      Distribution.deleteTree(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** How a user logs in. For one thread. */
  @Evolving
  public static final class Builder {
    private final Realm realm;
    private final String user;
    private final Secret password;
    private URI api;
    private String client;
    private String profile = PROFILE;
    private List<String> scopes = List.of();
    private JsonObject oauth = JsonValue.EMPTY_JSON_OBJECT;

    Builder(Realm realm, URI server, String user, Secret password) {
      this.realm = realm;
      this.user = user;
      this.password = password;
      api = server;
      client = realm.client();
    }

    /**
     * Sets the API that the user's client may call.
     *
     * @param address {@code https}, or {@code http} on this machine; by default Keycloak itself
     * @return this
     */
    public Builder api(URI address) {
      api = address;
      return this;
    }

    /**
     * Sets the client to log in with.
     *
     * @param id the id of a public client with loopback redirect URIs; by default the realm's
     * @return this
     */
    public Builder client(String id) {
      client = id;
      return this;
    }

    /**
     * Sets the name of the profile, for a program under test that asks for it.
     *
     * @param name the name, by default {@link TestLogin#PROFILE}
     * @return this
     */
    public Builder profile(String name) {
      profile = name;
      return this;
    }

    /**
     * Sets the scopes to ask for, beside {@code openid}.
     *
     * @param names the scopes, by default none
     * @return this
     */
    public Builder scopes(String... names) {
      scopes = List.of(names);
      return this;
    }

    /**
     * Sets more of what a profile says under {@code oauth}: {@code {"dpop": true, "par": true}} for
     * example binds the tokens to a key.
     *
     * @param settings members of {@code oauth}, which win over what is set otherwise
     * @return this
     */
    public Builder oauth(JsonObject settings) {
      oauth = settings;
      return this;
    }

    /**
     * Logs in as a browser would: authorization code, PKCE and a loopback redirect, with the form
     * filled in. Blocks for some requests to Keycloak, a minute at most.
     *
     * @return the login, to be closed
     * @throws AuthException.Denied if Keycloak does not accept the user, or asks for more than a
     *     name and a password
     * @throws AuthException if the login fails otherwise
     */
    public TestLogin open() {
      AccountKey account = AccountKey.of(profile);
      Path home = newHome();
      Keyfob keyfob =
          Keyfob.builder()
              .environment(Map.of("KEYFOB_HOME", home.toString(), "KEYFOB_STORE", MemoryStore.ID))
              .workingDirectory(home)
              .withoutPluginFolder()
              .store(new MemoryStore())
              .interaction(new FormBrowser(user, password))
              .profile(profile, json())
              .open();
      TestLogin login = new TestLogin(keyfob, account, home);
      try {
        keyfob.login(
            LoginRequest.builder(account)
                .method(Optional.of("browser"))
                .timeout(Optional.of(LIMIT))
                .build());
        return login;
      } catch (RuntimeException e) {
        login.close();
        throw e;
      }
    }

    private JsonObject json() {
      JsonArrayBuilder asked = JsonText.PROVIDER.createArrayBuilder().add("openid");
      scopes.forEach(asked::add);
      JsonObjectBuilder all =
          JsonText.PROVIDER
              .createObjectBuilder()
              .add("issuer", realm.issuer().toString())
              .add("clientId", client)
              .add("scopes", asked);
      oauth.forEach(all::add);
      return JsonText.PROVIDER
          .createObjectBuilder()
          .add("apiBaseUri", api.toString())
          .add("oauth", all)
          .build();
    }

    /** Closed to others from the beginning. */
    private static Path newHome() {
      try {
        return Files.createTempDirectory("keyfob-test");
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
