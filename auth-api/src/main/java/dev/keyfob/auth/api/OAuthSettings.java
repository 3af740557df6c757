package dev.keyfob.auth.api;

import dev.keyfob.auth.api.stability.Stable;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How OAuth 2 and OpenID Connect are done with a service's identity provider. One of {@code
 * issuer}, {@code configPath} and the explicit endpoints says where it is. Immutable.
 */
@Stable
public final class OAuthSettings {
  private final Optional<URI> issuer;
  private final Optional<String> configPath;
  private final Optional<URI> authorizationEndpoint;
  private final Optional<URI> tokenEndpoint;
  private final Optional<URI> revocationEndpoint;
  private final Optional<URI> deviceAuthorizationEndpoint;
  private final Optional<URI> userinfoEndpoint;
  private final Optional<String> clientId;
  private final String clientAuth;
  private final List<String> scopes;
  private final String redirectHost;
  private final String redirectPath;
  private final List<Integer> redirectPorts;
  private final Duration callbackTimeout;
  private final Optional<String> logoutPath;
  private final Map<String, String> extraParameters;
  private final Optional<Duration> defaultExpiresIn;
  private final boolean revokeReplaced;

  private OAuthSettings(Builder builder) {
    issuer = builder.issuer;
    configPath = builder.configPath;
    authorizationEndpoint = builder.authorizationEndpoint;
    tokenEndpoint = builder.tokenEndpoint;
    revocationEndpoint = builder.revocationEndpoint;
    deviceAuthorizationEndpoint = builder.deviceAuthorizationEndpoint;
    userinfoEndpoint = builder.userinfoEndpoint;
    clientId = builder.clientId;
    clientAuth = builder.clientAuth;
    scopes = builder.scopes;
    redirectHost = builder.redirectHost;
    redirectPath = builder.redirectPath;
    redirectPorts = builder.redirectPorts;
    callbackTimeout = builder.callbackTimeout;
    logoutPath = builder.logoutPath;
    extraParameters = builder.extraParameters;
    defaultExpiresIn = builder.defaultExpiresIn;
    revokeReplaced = builder.revokeReplaced;
  }

  /**
   * A builder with the defaults of a profile that says nothing more.
   *
   * @return the builder
   */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * The issuer whose metadata is discovered (OpenID Connect Discovery, RFC 8414).
   *
   * @return the issuer whose metadata is discovered (OpenID Connect Discovery
   */
  public Optional<URI> issuer() {
    return issuer;
  }

  /**
   * A path below the API's base with a document of issuer, client id and scopes.
   *
   * @return a path below the API's base with a document of issuer
   */
  public Optional<String> configPath() {
    return configPath;
  }

  /**
   * The authorization endpoint (RFC 6749 section 3.1).
   *
   * @return the authorization endpoint (RFC 6749 section 3.1)
   */
  public Optional<URI> authorizationEndpoint() {
    return authorizationEndpoint;
  }

  /**
   * The token endpoint (RFC 6749 section 3.2).
   *
   * @return the token endpoint (RFC 6749 section 3.2)
   */
  public Optional<URI> tokenEndpoint() {
    return tokenEndpoint;
  }

  /**
   * The revocation endpoint (RFC 7009).
   *
   * @return the revocation endpoint (RFC 7009)
   */
  public Optional<URI> revocationEndpoint() {
    return revocationEndpoint;
  }

  /**
   * The device authorization endpoint (RFC 8628).
   *
   * @return the device authorization endpoint (RFC 8628)
   */
  public Optional<URI> deviceAuthorizationEndpoint() {
    return deviceAuthorizationEndpoint;
  }

  /**
   * The UserInfo endpoint (OpenID Connect Core section 5.3).
   *
   * @return the UserInfo endpoint (OpenID Connect Core section 5.3)
   */
  public Optional<URI> userinfoEndpoint() {
    return userinfoEndpoint;
  }

  /**
   * The public client's id; empty if the service's own document gives it.
   *
   * @return the public client's id
   */
  public Optional<String> clientId() {
    return clientId;
  }

  /**
   * How the client authenticates at the token endpoint: {@code none} for a public client.
   *
   * @return how the client authenticates at the token endpoint: {@code none} for a public client
   */
  public String clientAuth() {
    return clientAuth;
  }

  /**
   * The scopes asked for unless the login names others.
   *
   * @return the scopes asked for unless the login names others
   */
  public List<String> scopes() {
    return scopes;
  }

  /**
   * The host in the redirect URI, a loopback address or {@code localhost}.
   *
   * @return the host in the redirect URI
   */
  public String redirectHost() {
    return redirectHost;
  }

  /**
   * The path in the redirect URI.
   *
   * @return the path in the redirect URI
   */
  public String redirectPath() {
    return redirectPath;
  }

  /**
   * The registered ports, tried in order; empty for any free port (RFC 8252 section 7.3).
   *
   * @return the registered ports
   */
  public List<Integer> redirectPorts() {
    return redirectPorts;
  }

  /**
   * How long a browser login waits for the person.
   *
   * @return how long a browser login waits for the person
   */
  public Duration callbackTimeout() {
    return callbackTimeout;
  }

  /**
   * A path below the API's base that ends the session, used in place of revocation.
   *
   * @return a path below the API's base that ends the session
   */
  public Optional<String> logoutPath() {
    return logoutPath;
  }

  /**
   * Further parameters of the authorization request.
   *
   * @return further parameters of the authorization request
   */
  public Map<String, String> extraParameters() {
    return extraParameters;
  }

  /**
   * How long an access token lasts when the answer does not say; empty if unknown.
   *
   * @return how long an access token lasts when the answer does not say
   */
  public Optional<Duration> defaultExpiresIn() {
    return defaultExpiresIn;
  }

  /**
   * Whether a login that replaces a session ends that one at the identity provider; not where both
   * may belong to one grant, of which then nothing is left.
   *
   * @return whether a login that replaces a session ends that one at the identity provider
   */
  public boolean revokeReplaced() {
    return revokeReplaced;
  }

  /** Builds OAuthSettings. For one thread. */
  public static final class Builder {
    private Optional<URI> issuer = Optional.empty();
    private Optional<String> configPath = Optional.empty();
    private Optional<URI> authorizationEndpoint = Optional.empty();
    private Optional<URI> tokenEndpoint = Optional.empty();
    private Optional<URI> revocationEndpoint = Optional.empty();
    private Optional<URI> deviceAuthorizationEndpoint = Optional.empty();
    private Optional<URI> userinfoEndpoint = Optional.empty();
    private Optional<String> clientId = Optional.empty();
    private String clientAuth = "none";
    private List<String> scopes = List.of();
    private String redirectHost = "127.0.0.1";
    private String redirectPath = "/callback";
    private List<Integer> redirectPorts = List.of();
    private Duration callbackTimeout = Duration.ofMinutes(2);
    private Optional<String> logoutPath = Optional.empty();
    private Map<String, String> extraParameters = Map.of();
    private Optional<Duration> defaultExpiresIn = Optional.empty();
    private boolean revokeReplaced = false;

    private Builder() {}

    /**
     * Sets {@link OAuthSettings#issuer()}.
     *
     * @param value the issuer whose metadata is discovered (OpenID Connect Discovery, RFC 8414)
     * @return this
     */
    public Builder issuer(Optional<URI> value) {
      issuer = value;
      return this;
    }

    /**
     * Sets {@link OAuthSettings#configPath()}.
     *
     * @param value a path below the API's base with a document of issuer, client id and scopes
     * @return this
     */
    public Builder configPath(Optional<String> value) {
      configPath = value;
      return this;
    }

    /**
     * Sets {@link OAuthSettings#authorizationEndpoint()}.
     *
     * @param value the authorization endpoint (RFC 6749 section 3.1)
     * @return this
     */
    public Builder authorizationEndpoint(Optional<URI> value) {
      authorizationEndpoint = value;
      return this;
    }

    /**
     * Sets {@link OAuthSettings#tokenEndpoint()}.
     *
     * @param value the token endpoint (RFC 6749 section 3.2)
     * @return this
     */
    public Builder tokenEndpoint(Optional<URI> value) {
      tokenEndpoint = value;
      return this;
    }

    /**
     * Sets {@link OAuthSettings#revocationEndpoint()}.
     *
     * @param value the revocation endpoint (RFC 7009)
     * @return this
     */
    public Builder revocationEndpoint(Optional<URI> value) {
      revocationEndpoint = value;
      return this;
    }

    /**
     * Sets {@link OAuthSettings#deviceAuthorizationEndpoint()}.
     *
     * @param value the device authorization endpoint (RFC 8628)
     * @return this
     */
    public Builder deviceAuthorizationEndpoint(Optional<URI> value) {
      deviceAuthorizationEndpoint = value;
      return this;
    }

    /**
     * Sets {@link OAuthSettings#userinfoEndpoint()}.
     *
     * @param value the UserInfo endpoint (OpenID Connect Core section 5.3)
     * @return this
     */
    public Builder userinfoEndpoint(Optional<URI> value) {
      userinfoEndpoint = value;
      return this;
    }

    /**
     * Sets {@link OAuthSettings#clientId()}.
     *
     * @param value the public client's id; empty if the service's own document gives it
     * @return this
     */
    public Builder clientId(Optional<String> value) {
      clientId = value;
      return this;
    }

    /**
     * Sets {@link OAuthSettings#clientAuth()}.
     *
     * @param value how the client authenticates at the token endpoint: {@code none} for a public
     *     client
     * @return this
     */
    public Builder clientAuth(String value) {
      clientAuth = value;
      return this;
    }

    /**
     * Sets {@link OAuthSettings#scopes()}.
     *
     * @param value the scopes asked for unless the login names others
     * @return this
     */
    public Builder scopes(List<String> value) {
      scopes = List.copyOf(value);
      return this;
    }

    /**
     * Sets {@link OAuthSettings#redirectHost()}.
     *
     * @param value the host in the redirect URI, a loopback address or {@code localhost}
     * @return this
     */
    public Builder redirectHost(String value) {
      redirectHost = value;
      return this;
    }

    /**
     * Sets {@link OAuthSettings#redirectPath()}.
     *
     * @param value the path in the redirect URI
     * @return this
     */
    public Builder redirectPath(String value) {
      redirectPath = value;
      return this;
    }

    /**
     * Sets {@link OAuthSettings#redirectPorts()}.
     *
     * @param value the registered ports, tried in order; empty for any free port (RFC 8252 section
     *     7.3)
     * @return this
     */
    public Builder redirectPorts(List<Integer> value) {
      redirectPorts = List.copyOf(value);
      return this;
    }

    /**
     * Sets {@link OAuthSettings#callbackTimeout()}.
     *
     * @param value how long a browser login waits for the person
     * @return this
     */
    public Builder callbackTimeout(Duration value) {
      callbackTimeout = value;
      return this;
    }

    /**
     * Sets {@link OAuthSettings#logoutPath()}.
     *
     * @param value a path below the API's base that ends the session, used in place of revocation
     * @return this
     */
    public Builder logoutPath(Optional<String> value) {
      logoutPath = value;
      return this;
    }

    /**
     * Sets {@link OAuthSettings#extraParameters()}.
     *
     * @param value further parameters of the authorization request
     * @return this
     */
    public Builder extraParameters(Map<String, String> value) {
      extraParameters = Map.copyOf(value);
      return this;
    }

    /**
     * Sets {@link OAuthSettings#defaultExpiresIn()}.
     *
     * @param value how long an access token lasts when the answer does not say; empty if unknown
     * @return this
     */
    public Builder defaultExpiresIn(Optional<Duration> value) {
      defaultExpiresIn = value;
      return this;
    }

    /**
     * Sets {@link OAuthSettings#revokeReplaced()}.
     *
     * @param value whether a login that replaces a session ends that one at the identity provider;
     *     not where both may belong to one grant, of which then nothing is left
     * @return this
     */
    public Builder revokeReplaced(boolean value) {
      revokeReplaced = value;
      return this;
    }

    /**
     * Builds the value.
     *
     * @return the value, which this builder no longer changes
     */
    public OAuthSettings build() {
      return new OAuthSettings(this);
    }
  }
}
