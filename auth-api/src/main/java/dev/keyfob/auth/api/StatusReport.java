package dev.keyfob.auth.api;

import dev.keyfob.auth.api.stability.Stable;
import jakarta.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What is configured for an account. Immutable. */
@Stable
public final class StatusReport {
  private final AccountKey key;
  private final String store;
  private final State state;
  private final Optional<Configured> credential;
  private final Optional<JsonObject> user;
  private final Optional<AuthException> problem;
  private final List<SourceVerdict> sources;
  private final List<String> newScopes;
  private final Optional<String> organization;

  private StatusReport(Builder builder) {
    key = builder.key;
    store = builder.store;
    state = builder.state;
    credential = builder.credential;
    user = builder.user;
    problem = builder.problem;
    sources = builder.sources;
    newScopes = builder.newScopes;
    organization = builder.organization;
  }

  /**
   * A builder of a report.
   *
   * @param key the account
   * @param store the store the account's document is or would be in
   * @param state how old the credential is
   * @return the builder
   */
  public static Builder builder(AccountKey key, String store, State state) {
    return new Builder(key, store, state);
  }

  /**
   * The account.
   *
   * @return the account
   */
  public AccountKey key() {
    return key;
  }

  /**
   * The store the account's document is or would be in.
   *
   * @return the store the account's document is or would be in
   */
  public String store() {
    return store;
  }

  /**
   * How old the credential is.
   *
   * @return how old the credential is
   */
  public State state() {
    return state;
  }

  /**
   * What would be used, without its secret; empty if there is none.
   *
   * @return what would be used
   */
  public Optional<Configured> credential() {
    return credential;
  }

  /**
   * Who that is: as the service says now, else as it said at the login.
   *
   * @return who that is: as the service says now
   */
  public Optional<JsonObject> user() {
    return user;
  }

  /**
   * Why the credential could not be checked or is not accepted; empty if all is well.
   *
   * @return why the credential could not be checked or is not accepted
   */
  public Optional<AuthException> problem() {
    return problem;
  }

  /**
   * Every source with its verdict, in order.
   *
   * @return every source with its verdict
   */
  public List<SourceVerdict> sources() {
    return sources;
  }

  /**
   * The scopes that the profile has come to name since the login, which did not ask for them.
   *
   * @return the scopes; empty if there is none, or it is not known what the login asked for
   */
  public List<String> newScopes() {
    return newScopes;
  }

  /**
   * The organization that {@code {organization}} in paths stands for.
   *
   * @return the organization; empty if there is none
   */
  public Optional<String> organization() {
    return organization;
  }

  /** How old a credential is. */
  public enum State {
    /** More than the skew is left. */
    FRESH,
    /** It still works, and would be renewed before its next use. */
    EXPIRING,
    /** It no longer works. */
    EXPIRED,
    /** It does not age. */
    STATIC,
    /** There is none. */
    NONE
  }

  /**
   * A credential without its secret.
   *
   * @param type the type
   * @param origin where it was found
   * @param tokenType the scheme on a request
   * @param expiresAt when it stops working
   * @param refreshable whether it can be renewed
   * @param scope what it allows
   * @param refreshExpiresAt when it can no longer be renewed
   */
  public record Configured(
      String type,
      Origin origin,
      Optional<String> tokenType,
      Optional<Instant> expiresAt,
      boolean refreshable,
      Optional<String> scope,
      Optional<Instant> refreshExpiresAt) {}

  /**
   * Whether commands will work without a login, as far as is known.
   *
   * @return true if there is a credential that works or can be renewed
   */
  public boolean usable() {
    boolean rejected =
        problem
            .filter(
                p ->
                    p.code() == ErrorCode.INVALID_CREDENTIAL
                        || p.code() == ErrorCode.SESSION_EXPIRED
                        || (state == State.EXPIRED && !p.retryable()))
            .isPresent();
    return credential.isPresent()
        && !rejected
        && (state != State.EXPIRED || credential.get().refreshable());
  }

  /** Builds StatusReport. For one thread. */
  public static final class Builder {
    private final AccountKey key;
    private final String store;
    private final State state;
    private Optional<Configured> credential = Optional.empty();
    private Optional<JsonObject> user = Optional.empty();
    private Optional<AuthException> problem = Optional.empty();
    private List<SourceVerdict> sources = List.of();
    private List<String> newScopes = List.of();
    private Optional<String> organization = Optional.empty();

    private Builder(AccountKey key, String store, State state) {
      this.key = key;
      this.store = store;
      this.state = state;
    }

    /**
     * Sets {@link StatusReport#credential()}.
     *
     * @param value what would be used, without its secret; empty if there is none
     * @return this
     */
    public Builder credential(Optional<Configured> value) {
      credential = value;
      return this;
    }

    /**
     * Sets {@link StatusReport#user()}.
     *
     * @param value who that is: as the service says now, else as it said at the login
     * @return this
     */
    public Builder user(Optional<JsonObject> value) {
      user = value;
      return this;
    }

    /**
     * Sets {@link StatusReport#problem()}.
     *
     * @param value why the credential could not be checked or is not accepted; empty if all is well
     * @return this
     */
    public Builder problem(Optional<AuthException> value) {
      problem = value;
      return this;
    }

    /**
     * Sets {@link StatusReport#sources()}.
     *
     * @param value every source with its verdict, in order
     * @return this
     */
    public Builder sources(List<SourceVerdict> value) {
      sources = List.copyOf(value);
      return this;
    }

    /**
     * Sets {@link StatusReport#newScopes()}.
     *
     * @param value the scopes that the login did not ask for
     * @return this
     */
    public Builder newScopes(List<String> value) {
      newScopes = List.copyOf(value);
      return this;
    }

    /**
     * Sets {@link StatusReport#organization()}.
     *
     * @param value the organization in use; empty if there is none
     * @return this
     */
    public Builder organization(Optional<String> value) {
      organization = value;
      return this;
    }

    /**
     * Builds the value.
     *
     * @return the value, which this builder no longer changes
     */
    public StatusReport build() {
      return new StatusReport(this);
    }
  }
}
