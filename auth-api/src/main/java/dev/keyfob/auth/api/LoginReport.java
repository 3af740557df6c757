package dev.keyfob.auth.api;

import dev.keyfob.auth.api.stability.Stable;
import jakarta.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What a login has done. Immutable. */
@Stable
public final class LoginReport {
  private final AccountKey key;
  private final String type;
  private final String store;
  private final Optional<JsonObject> user;
  private final Optional<Instant> expiresAt;
  private final Optional<String> scope;
  private final boolean verified;
  private final List<String> cleared;
  private final Optional<String> shadowedBy;
  private final Optional<String> organization;

  private LoginReport(Builder builder) {
    key = builder.key;
    type = builder.type;
    store = builder.store;
    user = builder.user;
    expiresAt = builder.expiresAt;
    scope = builder.scope;
    verified = builder.verified;
    cleared = builder.cleared;
    shadowedBy = builder.shadowedBy;
    organization = builder.organization;
  }

  /**
   * A builder of a report.
   *
   * @param key whose credential it is
   * @param type the credential's type
   * @param store the store it is in
   * @return the builder
   */
  public static Builder builder(AccountKey key, String type, String store) {
    return new Builder(key, type, store);
  }

  /**
   * Whose credential it is.
   *
   * @return whose credential it is
   */
  public AccountKey key() {
    return key;
  }

  /**
   * The credential's type.
   *
   * @return the credential's type
   */
  public String type() {
    return type;
  }

  /**
   * The store it is in.
   *
   * @return the store it is in
   */
  public String store() {
    return store;
  }

  /**
   * Who the service says that is; empty if it was not asked or did not say.
   *
   * @return who the service says that is
   */
  public Optional<JsonObject> user() {
    return user;
  }

  /**
   * When the credential stops working; empty if unknown or never.
   *
   * @return when the credential stops working
   */
  public Optional<Instant> expiresAt() {
    return expiresAt;
  }

  /**
   * What it allows; empty if unknown.
   *
   * @return what it allows
   */
  public Optional<String> scope() {
    return scope;
  }

  /**
   * Whether the service has accepted the credential.
   *
   * @return whether the service has accepted the credential
   */
  public boolean verified() {
    return verified;
  }

  /**
   * The types of the credentials it has replaced.
   *
   * @return the types of the credentials it has replaced
   */
  public List<String> cleared() {
    return cleared;
  }

  /**
   * An environment variable that wins over it; empty if none is set.
   *
   * @return an environment variable that wins over it
   */
  public Optional<String> shadowedBy() {
    return shadowedBy;
  }

  /**
   * The organization that was chosen; empty if the service has none, or something else says it.
   *
   * @return the organization that was chosen
   */
  public Optional<String> organization() {
    return organization;
  }

  /** Builds LoginReport. For one thread. */
  public static final class Builder {
    private final AccountKey key;
    private final String type;
    private final String store;
    private Optional<JsonObject> user = Optional.empty();
    private Optional<Instant> expiresAt = Optional.empty();
    private Optional<String> scope = Optional.empty();
    private boolean verified = false;
    private List<String> cleared = List.of();
    private Optional<String> shadowedBy = Optional.empty();
    private Optional<String> organization = Optional.empty();

    private Builder(AccountKey key, String type, String store) {
      this.key = key;
      this.type = type;
      this.store = store;
    }

    /**
     * Sets {@link LoginReport#user()}.
     *
     * @param value who the service says that is; empty if it was not asked or did not say
     * @return this
     */
    public Builder user(Optional<JsonObject> value) {
      user = value;
      return this;
    }

    /**
     * Sets {@link LoginReport#expiresAt()}.
     *
     * @param value when the credential stops working; empty if unknown or never
     * @return this
     */
    public Builder expiresAt(Optional<Instant> value) {
      expiresAt = value;
      return this;
    }

    /**
     * Sets {@link LoginReport#scope()}.
     *
     * @param value what it allows; empty if unknown
     * @return this
     */
    public Builder scope(Optional<String> value) {
      scope = value;
      return this;
    }

    /**
     * Sets {@link LoginReport#verified()}.
     *
     * @param value whether the service has accepted the credential
     * @return this
     */
    public Builder verified(boolean value) {
      verified = value;
      return this;
    }

    /**
     * Sets {@link LoginReport#cleared()}.
     *
     * @param value the types of the credentials it has replaced
     * @return this
     */
    public Builder cleared(List<String> value) {
      cleared = List.copyOf(value);
      return this;
    }

    /**
     * Sets {@link LoginReport#shadowedBy()}.
     *
     * @param value an environment variable that wins over it; empty if none is set
     * @return this
     */
    public Builder shadowedBy(Optional<String> value) {
      shadowedBy = value;
      return this;
    }

    /**
     * Sets {@link LoginReport#organization()}.
     *
     * @param value the organization that was chosen; empty if there is none to choose
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
    public LoginReport build() {
      return new LoginReport(this);
    }
  }
}
