package dev.keyfob.auth.api.spi;

import dev.keyfob.auth.api.Interaction;
import dev.keyfob.auth.api.KeyfobDirectories;
import dev.keyfob.auth.api.Notices;
import dev.keyfob.auth.api.ServiceProfile;
import dev.keyfob.auth.api.stability.Evolving;
import java.util.Map;

/** What a store works with. Immutable. */
@Evolving
public final class StoreContext {
  private final ServiceProfile profile;
  private final KeyfobDirectories directories;
  private final Interaction interaction;
  private final Map<String, String> environment;
  private final Notices notices;

  private StoreContext(Builder builder) {
    profile = builder.profile;
    directories = builder.directories;
    interaction = builder.interaction;
    environment = builder.environment;
    notices = builder.notices;
  }

  /**
   * A builder with what every context has.
   *
   * @param profile the service whose accounts it keeps
   * @param directories where files go
   * @param interaction the person, if there is one, for a passphrase
   * @return the builder
   */
  public static Builder builder(
      ServiceProfile profile, KeyfobDirectories directories, Interaction interaction) {
    return new Builder(profile, directories, interaction);
  }

  /**
   * The service whose accounts it keeps.
   *
   * @return the service whose accounts it keeps
   */
  public ServiceProfile profile() {
    return profile;
  }

  /**
   * Where files go.
   *
   * @return where files go
   */
  public KeyfobDirectories directories() {
    return directories;
  }

  /**
   * The person, if there is one, for a passphrase.
   *
   * @return the person
   */
  public Interaction interaction() {
    return interaction;
  }

  /**
   * The environment variables; none unless set.
   *
   * @return the environment variables
   */
  public Map<String, String> environment() {
    return environment;
  }

  /**
   * Where warnings and progress go; dropped unless set.
   *
   * @return where warnings and progress go
   */
  public Notices notices() {
    return notices;
  }

  /** Does not print the environment. */
  @Override
  public String toString() {
    return "StoreContext[" + profile.name() + "]";
  }

  /** Builds StoreContext. For one thread. */
  public static final class Builder {
    private final ServiceProfile profile;
    private final KeyfobDirectories directories;
    private final Interaction interaction;
    private Map<String, String> environment = Map.of();
    private Notices notices = Notices.NONE;

    private Builder(
        ServiceProfile profile, KeyfobDirectories directories, Interaction interaction) {
      this.profile = profile;
      this.directories = directories;
      this.interaction = interaction;
    }

    /**
     * Sets {@link StoreContext#environment()}.
     *
     * @param value the environment variables; none unless set
     * @return this
     */
    public Builder environment(Map<String, String> value) {
      environment = Map.copyOf(value);
      return this;
    }

    /**
     * Sets {@link StoreContext#notices()}.
     *
     * @param value where warnings and progress go; dropped unless set
     * @return this
     */
    public Builder notices(Notices value) {
      notices = value;
      return this;
    }

    /**
     * Builds the value.
     *
     * @return the value, which this builder no longer changes
     */
    public StoreContext build() {
      return new StoreContext(this);
    }
  }
}
