package dev.keyfob.auth.api;

import dev.keyfob.auth.api.stability.Stable;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** How to log in. Immutable. */
@Stable
public final class LoginRequest {
  private final AccountKey key;
  private final Optional<String> method;
  private final List<String> scopes;
  private final OptionalInt port;
  private final Optional<Duration> timeout;
  private final boolean openBrowser;
  private final boolean verify;
  private final Optional<String> store;
  private final Map<String, String> parameters;
  private final Optional<String> listen;

  private LoginRequest(Builder builder) {
    key = builder.key;
    method = builder.method;
    scopes = builder.scopes;
    port = builder.port;
    timeout = builder.timeout;
    openBrowser = builder.openBrowser;
    verify = builder.verify;
    store = builder.store;
    parameters = builder.parameters;
    listen = builder.listen;
  }

  /**
   * A builder of a login with everything left to the profile.
   *
   * @param key whose credential this will be
   * @return the builder
   */
  public static Builder builder(AccountKey key) {
    return new Builder(key);
  }

  /**
   * A login with everything left to the profile.
   *
   * @param key whose credential this will be
   * @return the request
   */
  public static LoginRequest of(AccountKey key) {
    return builder(key).build();
  }

  /**
   * The same login by one method.
   *
   * @param id the method's id
   * @return the request
   */
  public LoginRequest withMethod(String id) {
    return toBuilder().method(Optional.of(id)).build();
  }

  /**
   * A builder that starts from these values.
   *
   * @return the builder
   */
  public Builder toBuilder() {
    return new Builder(this);
  }

  /**
   * Whose credential this will be.
   *
   * @return whose credential this will be
   */
  public AccountKey key() {
    return key;
  }

  /**
   * The id of a {@link LoginMethod}; empty to choose one.
   *
   * @return the id of a {@link LoginMethod}
   */
  public Optional<String> method() {
    return method;
  }

  /**
   * The scopes to ask for; empty for the profile's.
   *
   * @return the scopes to ask for
   */
  public List<String> scopes() {
    return scopes;
  }

  /**
   * The loopback port to listen on; empty for the profile's.
   *
   * @return the loopback port to listen on
   */
  public OptionalInt port() {
    return port;
  }

  /**
   * How long to wait for the person; empty for the profile's.
   *
   * @return how long to wait for the person
   */
  public Optional<Duration> timeout() {
    return timeout;
  }

  /**
   * Whether a browser may be opened.
   *
   * @return whether a browser may be opened
   */
  public boolean openBrowser() {
    return openBrowser;
  }

  /**
   * Whether the service is asked before the credential is kept.
   *
   * @return whether the service is asked before the credential is kept
   */
  public boolean verify() {
    return verify;
  }

  /**
   * The store to keep it in; empty for the usual one.
   *
   * @return the store to keep it in
   */
  public Optional<String> store() {
    return store;
  }

  /**
   * What else the request to the identity provider says, such as {@code prompt} and {@code
   * login_hint}; it wins over the profile's.
   *
   * @return the parameters by name
   */
  public Map<String, String> parameters() {
    return parameters;
  }

  /**
   * The address to listen on for the browser; empty for the loopback interface, as it should be
   * wherever the browser can reach that.
   *
   * @return the address to listen on
   */
  public Optional<String> listen() {
    return listen;
  }

  /** Builds LoginRequest. For one thread. */
  public static final class Builder {
    private AccountKey key;
    private Optional<String> method = Optional.empty();
    private List<String> scopes = List.of();
    private OptionalInt port = OptionalInt.empty();
    private Optional<Duration> timeout = Optional.empty();
    private boolean openBrowser = true;
    private boolean verify = true;
    private Optional<String> store = Optional.empty();
    private Map<String, String> parameters = Map.of();
    private Optional<String> listen = Optional.empty();

    private Builder(AccountKey key) {
      this.key = key;
    }

    private Builder(LoginRequest values) {
      key = values.key;
      method = values.method;
      scopes = values.scopes;
      port = values.port;
      timeout = values.timeout;
      openBrowser = values.openBrowser;
      verify = values.verify;
      store = values.store;
      parameters = values.parameters;
      listen = values.listen;
    }

    /**
     * Sets {@link LoginRequest#method()}.
     *
     * @param value the id of a {@link LoginMethod}; empty to choose one
     * @return this
     */
    public Builder method(Optional<String> value) {
      method = value;
      return this;
    }

    /**
     * Sets {@link LoginRequest#scopes()}.
     *
     * @param value the scopes to ask for; empty for the profile's
     * @return this
     */
    public Builder scopes(List<String> value) {
      scopes = List.copyOf(value);
      return this;
    }

    /**
     * Sets {@link LoginRequest#port()}.
     *
     * @param value the loopback port to listen on; empty for the profile's
     * @return this
     */
    public Builder port(OptionalInt value) {
      port = value;
      return this;
    }

    /**
     * Sets {@link LoginRequest#timeout()}.
     *
     * @param value how long to wait for the person; empty for the profile's
     * @return this
     */
    public Builder timeout(Optional<Duration> value) {
      timeout = value;
      return this;
    }

    /**
     * Sets {@link LoginRequest#openBrowser()}.
     *
     * @param value whether a browser may be opened
     * @return this
     */
    public Builder openBrowser(boolean value) {
      openBrowser = value;
      return this;
    }

    /**
     * Sets {@link LoginRequest#verify()}.
     *
     * @param value whether the service is asked before the credential is kept
     * @return this
     */
    public Builder verify(boolean value) {
      verify = value;
      return this;
    }

    /**
     * Sets {@link LoginRequest#store()}.
     *
     * @param value the store to keep it in; empty for the usual one
     * @return this
     */
    public Builder store(Optional<String> value) {
      store = value;
      return this;
    }

    /**
     * Sets {@link LoginRequest#parameters()}.
     *
     * @param value what else the request to the identity provider says, by name
     * @return this
     */
    public Builder parameters(Map<String, String> value) {
      parameters = Map.copyOf(value);
      return this;
    }

    /**
     * Sets {@link LoginRequest#listen()}.
     *
     * @param value the address to listen on; empty for the loopback interface
     * @return this
     */
    public Builder listen(Optional<String> value) {
      listen = value;
      return this;
    }

    /**
     * Builds the value.
     *
     * @return the value, which this builder no longer changes
     */
    public LoginRequest build() {
      return new LoginRequest(this);
    }
  }
}
