package dev.keyfob.auth.api;

import dev.keyfob.auth.api.internal.profile.ProfileReader;
import jakarta.json.JsonObject;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How one service is reached. It holds no secrets, is immutable, and is read by {@link
 * dev.keyfob.auth.api.Keyfob} with the environment's overrides already applied.
 *
 * @param name the name used in commands
 * @param displayName the name shown to people
 * @param apiBaseUri where the service's API is; empty if only tokens are wanted
 * @param identityPath the path below {@code apiBaseUri} that answers who one is
 * @param identityFields the fields of that answer to show, with dots for nested ones
 * @param precedence the order of the sources: {@code environment} and credential types; empty for
 *     the usual order
 * @param environment variable names by role: {@code apiKey}, {@code token}, or a plugin's type
 * @param apiKey how API keys are sent and checked; empty if the service has none
 * @param pat how personal access tokens are sent and checked; empty if the service has none
 * @param oauth how OAuth is done; empty if the service has none
 * @param credentialFile another tool's credential file to share, instead of keyfob's own store
 * @param allowHttp whether {@code apiBaseUri} may be plain http beyond the loopback interface
 * @param document the whole profile as it was read, for plugins' settings and so that unknown keys
 *     survive
 */
public record ServiceProfile(
    String name,
    String displayName,
    Optional<URI> apiBaseUri,
    Optional<String> identityPath,
    List<String> identityFields,
    List<String> precedence,
    Map<String, List<String>> environment,
    Optional<StaticKeySettings> apiKey,
    Optional<StaticKeySettings> pat,
    Optional<OAuthSettings> oauth,
    Optional<String> credentialFile,
    boolean allowHttp,
    JsonObject document) {

  /** The role of variables that hold an API key. */
  public static final String API_KEY_ROLE = "apiKey";

  /** The role of variables that hold an API key or, by its prefix, a personal access token. */
  public static final String TOKEN_ROLE = "token";

  /** Copies the collections. */
  public ServiceProfile {
    identityFields = List.copyOf(identityFields);
    precedence = List.copyOf(precedence);
    environment = Map.copyOf(environment);
  }

  /**
   * Reads a profile that is not in a file.
   *
   * @param name the name used in commands
   * @param document its JSON, as {@code keyfob profile show} prints it
   * @return the profile, without the environment's overrides
   * @throws AuthException.Misconfigured if a field is wrong
   */
  public static ServiceProfile of(String name, JsonObject document) {
    return ProfileReader.read(name, document, name);
  }

  /**
   * An address of the service's API.
   *
   * @param path a path below {@link #apiBaseUri()}, with or without a leading slash
   * @return the address
   * @throws AuthException.Misconfigured if the profile names no API, or the path leads elsewhere
   */
  public URI resolve(String path) {
    URI base =
        apiBaseUri.orElseThrow(
            () ->
                AuthException.usage(
                    "The profile " + name + " names no API address.",
                    "keyfob profile add " + name + " --api URL"));
    String prefix = base.toString().replaceAll("/+$", "");
    URI target;
    try {
      target = URI.create(path.startsWith("/") ? prefix + path : prefix + "/" + path);
    } catch (IllegalArgumentException e) {
      throw AuthException.usage("That is not a valid path: " + path, null);
    }
    return target;
  }

  /** Names the profile; the rest would only be noise in a message. */
  @Override
  public String toString() {
    return "ServiceProfile[" + name + "]";
  }
}
