package dev.keyfob.it.keycloak;

/** The names in {@code keyfob-realm.json}. */
public final class TestRealm {
  public static final String NAME = "keyfob";

  /** A public client; PKCE with S256 is required of it, in the device flow too. */
  public static final String CLI_CLIENT = "keyfob-cli";

  /**
   * A public client like {@link #CLI_CLIENT} whose access tokens last 75 s. Those of the other
   * clients last 60 s, which keyfob takes for nearly expired from the start.
   */
  public static final String DEMO_CLIENT = "keyfob-demo";

  /** A public client for which Keycloak asks the user's consent; PKCE is optional. */
  public static final String CONSENT_CLIENT = "keyfob-consent";

  /** A confidential client, for client credentials and introspection. */
  public static final String SERVICE_CLIENT = "keyfob-service";

  public static final String SERVICE_SECRET = "keyfob-service-secret";

  public static final String USER = "ada";
  public static final String PASSWORD = "lovelace";
  public static final String EMAIL = "ada@example.org";

  private TestRealm() {}
}
