package dev.keyfob.auth.api;

import dev.keyfob.auth.api.stability.Stable;
import jakarta.json.JsonObject;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How one service is reached. It holds no secrets, is immutable, and is read by {@link Keyfob} with
 * the environment's overrides already applied.
 */
@Stable
public final class ServiceProfile {
  /** The role of variables that hold an API key. */
  public static final String API_KEY_ROLE = "apiKey";

  /** The role of variables that hold an API key or, by its prefix, a personal access token. */
  public static final String TOKEN_ROLE = "token";

  /**
   * The role of variables that hold an access token which a host program has put there: sent as it
   * is, never renewed.
   */
  public static final String ACCESS_TOKEN_ROLE = "accessToken";

  /** Stands in paths for the organization that an account works for. */
  public static final String ORGANIZATION_PLACEHOLDER = "{organization}";

  private final String name;
  private final JsonObject document;
  private final String displayName;
  private final Optional<URI> apiBaseUri;
  private final Optional<String> identityPath;
  private final List<String> identityFields;
  private final List<String> precedence;
  private final Map<String, List<String>> environment;
  private final Optional<StaticKeySettings> apiKey;
  private final Optional<StaticKeySettings> pat;
  private final Optional<OAuthSettings> oauth;
  private final Optional<String> credentialFile;
  private final boolean allowHttp;

  private ServiceProfile(Builder builder) {
    name = builder.name;
    document = builder.document;
    displayName = builder.displayName;
    apiBaseUri = builder.apiBaseUri;
    identityPath = builder.identityPath;
    identityFields = builder.identityFields;
    precedence = builder.precedence;
    environment = builder.environment;
    apiKey = builder.apiKey;
    pat = builder.pat;
    oauth = builder.oauth;
    credentialFile = builder.credentialFile;
    allowHttp = builder.allowHttp;
  }

  /**
   * A builder for a service of which nothing but its name is known.
   *
   * @param name the name used in commands
   * @param document the whole profile as it was read
   * @return the builder
   */
  public static Builder builder(String name, JsonObject document) {
    return new Builder(name, document);
  }

  /**
   * The name used in commands.
   *
   * @return the name used in commands
   */
  public String name() {
    return name;
  }

  /**
   * The whole profile as it was read, for plugins' settings and so that unknown keys survive.
   *
   * @return the whole profile as it was read
   */
  public JsonObject document() {
    return document;
  }

  /**
   * The name shown to people.
   *
   * @return the name shown to people
   */
  public String displayName() {
    return displayName;
  }

  /**
   * Where the service's API is; empty if only tokens are wanted.
   *
   * @return where the service's API is
   */
  public Optional<URI> apiBaseUri() {
    return apiBaseUri;
  }

  /**
   * The path below {@code apiBaseUri} that answers who one is.
   *
   * @return the path below {@code apiBaseUri} that answers who one is
   */
  public Optional<String> identityPath() {
    return identityPath;
  }

  /**
   * The fields of that answer to show, with dots for nested ones.
   *
   * @return the fields of that answer to show
   */
  public List<String> identityFields() {
    return identityFields;
  }

  /**
   * The order of the sources: {@code environment} and credential types; empty for the usual order.
   *
   * @return the order of the sources: {@code environment} and credential types
   */
  public List<String> precedence() {
    return precedence;
  }

  /**
   * Variable names by role: {@code apiKey}, {@code token}, {@code accessToken}, or a plugin's type.
   *
   * @return variable names by role: {@code apiKey}
   */
  public Map<String, List<String>> environment() {
    return environment;
  }

  /**
   * How API keys are sent and checked; empty if the service has none.
   *
   * @return how API keys are sent and checked
   */
  public Optional<StaticKeySettings> apiKey() {
    return apiKey;
  }

  /**
   * How personal access tokens are sent and checked; empty if the service has none.
   *
   * @return how personal access tokens are sent and checked
   */
  public Optional<StaticKeySettings> pat() {
    return pat;
  }

  /**
   * How OAuth is done; empty if the service has none.
   *
   * @return how OAuth is done
   */
  public Optional<OAuthSettings> oauth() {
    return oauth;
  }

  /**
   * Whether the profile has its tokens obtained without a login: by a job's platform, by the client
   * itself, or by the login with another profile ({@code workload}, {@code via}).
   *
   * @return whether nobody has to log in
   */
  public boolean needsNoLogin() {
    return hasGrant(document) || (document.get("oauth") instanceof JsonObject o && hasGrant(o));
  }

  private static boolean hasGrant(JsonObject settings) {
    return settings.containsKey("workload") || settings.containsKey("via");
  }

  /**
   * Another tool's credential file to share, instead of keyfob's own store.
   *
   * @return another tool's credential file to share
   */
  public Optional<String> credentialFile() {
    return credentialFile;
  }

  /**
   * Whether {@code apiBaseUri} may be plain http beyond the loopback interface.
   *
   * @return whether {@code apiBaseUri} may be plain http beyond the loopback interface
   */
  public boolean allowHttp() {
    return allowHttp;
  }

  /**
   * An address of the service's API.
   *
   * @param path a path below {@link #apiBaseUri()}, with or without a leading slash; it may carry a
   *     query; {@code {organization}} stands for the profile's organization
   * @return the address
   * @throws AuthException.Misconfigured if the profile names no API, or the path is not valid or
   *     leads out of {@link #apiBaseUri()} by {@code ..}, encoded or not, or names an organization
   *     where there is none
   */
  public URI resolve(String path) {
    URI base =
        apiBaseUri.orElseThrow(
            () ->
                AuthException.usage(
                    "The profile " + name + " names no API address.",
                    "keyfob profile add " + name + " --api \"$URL\""));
    return ApiPath.resolve(
        base,
        path.contains(ORGANIZATION_PLACEHOLDER)
            ? path.replace(ORGANIZATION_PLACEHOLDER, organization())
            : path);
  }

  private String organization() {
    String chosen = document.getString("organization", "").strip();
    if (chosen.isEmpty()) {
      throw AuthException.usage(
          "The path names "
              + ORGANIZATION_PLACEHOLDER
              + ", and no organization of "
              + name
              + " is chosen.",
          "keyfob account use " + name + " --organization NAME");
    }
    return URLEncoder.encode(chosen, StandardCharsets.UTF_8).replace("+", "%20");
  }

  /** Names the profile; the rest would only be noise in a message. */
  @Override
  public String toString() {
    return "ServiceProfile[" + name + "]";
  }

  /** Builds ServiceProfile. For one thread. */
  public static final class Builder {
    private final String name;
    private final JsonObject document;
    private String displayName;
    private Optional<URI> apiBaseUri = Optional.empty();
    private Optional<String> identityPath = Optional.empty();
    private List<String> identityFields = List.of();
    private List<String> precedence = List.of();
    private Map<String, List<String>> environment = Map.of();
    private Optional<StaticKeySettings> apiKey = Optional.empty();
    private Optional<StaticKeySettings> pat = Optional.empty();
    private Optional<OAuthSettings> oauth = Optional.empty();
    private Optional<String> credentialFile = Optional.empty();
    private boolean allowHttp = false;

    private Builder(String name, JsonObject document) {
      this.name = name;
      this.document = document;
      displayName = name;
    }

    /**
     * Sets {@link ServiceProfile#displayName()}.
     *
     * @param value the name shown to people
     * @return this
     */
    public Builder displayName(String value) {
      displayName = value;
      return this;
    }

    /**
     * Sets {@link ServiceProfile#apiBaseUri()}.
     *
     * @param value where the service's API is; empty if only tokens are wanted
     * @return this
     */
    public Builder apiBaseUri(Optional<URI> value) {
      apiBaseUri = value;
      return this;
    }

    /**
     * Sets {@link ServiceProfile#identityPath()}.
     *
     * @param value the path below {@code apiBaseUri} that answers who one is
     * @return this
     */
    public Builder identityPath(Optional<String> value) {
      identityPath = value;
      return this;
    }

    /**
     * Sets {@link ServiceProfile#identityFields()}.
     *
     * @param value the fields of that answer to show, with dots for nested ones
     * @return this
     */
    public Builder identityFields(List<String> value) {
      identityFields = List.copyOf(value);
      return this;
    }

    /**
     * Sets {@link ServiceProfile#precedence()}.
     *
     * @param value the order of the sources: {@code environment} and credential types; empty for
     *     the usual order
     * @return this
     */
    public Builder precedence(List<String> value) {
      precedence = List.copyOf(value);
      return this;
    }

    /**
     * Sets {@link ServiceProfile#environment()}.
     *
     * @param value variable names by role: {@code apiKey}, {@code token}, or a plugin's type
     * @return this
     */
    public Builder environment(Map<String, List<String>> value) {
      environment = Map.copyOf(value);
      return this;
    }

    /**
     * Sets {@link ServiceProfile#apiKey()}.
     *
     * @param value how API keys are sent and checked; empty if the service has none
     * @return this
     */
    public Builder apiKey(Optional<StaticKeySettings> value) {
      apiKey = value;
      return this;
    }

    /**
     * Sets {@link ServiceProfile#pat()}.
     *
     * @param value how personal access tokens are sent and checked; empty if the service has none
     * @return this
     */
    public Builder pat(Optional<StaticKeySettings> value) {
      pat = value;
      return this;
    }

    /**
     * Sets {@link ServiceProfile#oauth()}.
     *
     * @param value how OAuth is done; empty if the service has none
     * @return this
     */
    public Builder oauth(Optional<OAuthSettings> value) {
      oauth = value;
      return this;
    }

    /**
     * Sets {@link ServiceProfile#credentialFile()}.
     *
     * @param value another tool's credential file to share, instead of keyfob's own store
     * @return this
     */
    public Builder credentialFile(Optional<String> value) {
      credentialFile = value;
      return this;
    }

    /**
     * Sets {@link ServiceProfile#allowHttp()}.
     *
     * @param value whether {@code apiBaseUri} may be plain http beyond the loopback interface
     * @return this
     */
    public Builder allowHttp(boolean value) {
      allowHttp = value;
      return this;
    }

    /**
     * Builds the value.
     *
     * @return the value, which this builder no longer changes
     */
    public ServiceProfile build() {
      return new ServiceProfile(this);
    }
  }
}
