package dev.keyfob.auth.api;

import dev.keyfob.auth.api.stability.Stable;
import jakarta.json.JsonObject;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * The first half of a login: what a person needs to confirm it, and what the provider needs to
 * finish it in another process. Immutable.
 */
@Stable
public final class StartedLogin {
  private final String method;
  private final URI verificationUri;
  private final Instant expiresAt;
  private final JsonObject state;
  private final Optional<URI> verificationUriComplete;
  private final Optional<String> userCode;
  private final Optional<Duration> interval;

  private StartedLogin(Builder builder) {
    method = builder.method;
    verificationUri = builder.verificationUri;
    expiresAt = builder.expiresAt;
    state = builder.state;
    verificationUriComplete = builder.verificationUriComplete;
    userCode = builder.userCode;
    interval = builder.interval;
  }

  /**
   * A builder of a started login.
   *
   * @param method the id of the {@link LoginMethod}
   * @param verificationUri the address that the person opens
   * @param expiresAt when it can no longer be confirmed
   * @param state for {@code CredentialProvider.finish} alone; it holds secrets
   * @return the builder
   */
  public static Builder builder(
      String method, URI verificationUri, Instant expiresAt, JsonObject state) {
    return new Builder(method, verificationUri, expiresAt, state);
  }

  /**
   * The id of the {@link LoginMethod}.
   *
   * @return the id of the {@link LoginMethod}
   */
  public String method() {
    return method;
  }

  /**
   * The address that the person opens.
   *
   * @return the address that the person opens
   */
  public URI verificationUri() {
    return verificationUri;
  }

  /**
   * When it can no longer be confirmed.
   *
   * @return when it can no longer be confirmed
   */
  public Instant expiresAt() {
    return expiresAt;
  }

  /**
   * For {@code CredentialProvider.finish} alone; it holds secrets.
   *
   * @return for {@code CredentialProvider.finish} alone
   */
  public JsonObject state() {
    return state;
  }

  /**
   * The same address with the code in it already; empty if there is none.
   *
   * @return the same address with the code in it already
   */
  public Optional<URI> verificationUriComplete() {
    return verificationUriComplete;
  }

  /**
   * What the person types there; empty if nothing.
   *
   * @return what the person types there
   */
  public Optional<String> userCode() {
    return userCode;
  }

  /**
   * How long to wait between two looks whether it has been confirmed; empty if looking is of no use
   * because the person brings something back.
   *
   * @return how long to wait between two looks whether it has been confirmed
   */
  public Optional<Duration> interval() {
    return interval;
  }

  /** Names the method alone: the rest is for whoever may confirm the login. */
  @Override
  public String toString() {
    return "StartedLogin[" + method + "]";
  }

  /** Builds StartedLogin. For one thread. */
  public static final class Builder {
    private final String method;
    private final URI verificationUri;
    private final Instant expiresAt;
    private final JsonObject state;
    private Optional<URI> verificationUriComplete = Optional.empty();
    private Optional<String> userCode = Optional.empty();
    private Optional<Duration> interval = Optional.empty();

    private Builder(String method, URI verificationUri, Instant expiresAt, JsonObject state) {
      this.method = method;
      this.verificationUri = verificationUri;
      this.expiresAt = expiresAt;
      this.state = state;
    }

    /**
     * Sets {@link StartedLogin#verificationUriComplete()}.
     *
     * @param value the same address with the code in it already; empty if there is none
     * @return this
     */
    public Builder verificationUriComplete(Optional<URI> value) {
      verificationUriComplete = value;
      return this;
    }

    /**
     * Sets {@link StartedLogin#userCode()}.
     *
     * @param value what the person types there; empty if nothing
     * @return this
     */
    public Builder userCode(Optional<String> value) {
      userCode = value;
      return this;
    }

    /**
     * Sets {@link StartedLogin#interval()}.
     *
     * @param value how long to wait between two looks whether it has been confirmed; empty if
     *     looking is of no use because the person brings something back
     * @return this
     */
    public Builder interval(Optional<Duration> value) {
      interval = value;
      return this;
    }

    /**
     * Builds the value.
     *
     * @return the value, which this builder no longer changes
     */
    public StartedLogin build() {
      return new StartedLogin(this);
    }
  }
}
