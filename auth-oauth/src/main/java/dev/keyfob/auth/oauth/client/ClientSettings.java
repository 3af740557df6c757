package dev.keyfob.auth.oauth.client;

import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.ErrorCode;
import dev.keyfob.auth.api.Secret;
import dev.keyfob.auth.api.ServiceProfile;
import dev.keyfob.auth.api.spi.support.JsonFields;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What a profile says about the client: {@code oauth.clientSecret}, which {@code
 * KEYFOB_<PROFILE>_CLIENT_SECRET} replaces, and {@code oauth.clientAuth}.
 *
 * @param method the name of the method; empty if the profile leaves it to the server
 * @param secret the client's secret; empty for a public client
 */
public record ClientSettings(Optional<String> method, Optional<Secret> secret) {
  private static final String BASIC = "client_secret_basic";
  private static final String PRIVATE_KEY = "private_key_jwt";
  private static final String POST = "client_secret_post";

  /**
   * Reads a profile.
   *
   * @param profile with the environment's overrides applied
   * @return what it says; nothing if it has no {@code oauth}
   */
  public static ClientSettings of(ServiceProfile profile) {
    JsonFields fields = JsonFields.of(profile).objectOrEmpty("oauth");
    return new ClientSettings(fields.text("clientAuth"), fields.secret("clientSecret"));
  }

  /** Whether the client shows who it is by a key of its own (RFC 7523). */
  public boolean hasKey() {
    return method.filter(PRIVATE_KEY::equals).isPresent();
  }

  /**
   * Makes sure of a method that the profile names, before anybody is asked for anything.
   *
   * @param profile the profile that this was read from
   * @throws AuthException.Misconfigured if the method is unknown or lacks its secret
   */
  public void require(ServiceProfile profile) {
    method
        .filter(name -> !name.equals(PRIVATE_KEY))
        .ifPresent(
            name -> {
              ClientAuthentication _ = of(name, "", secret, profile);
            });
  }

  /**
   * Chooses the method.
   *
   * @param clientId the client's identifier
   * @param supported the server's {@code token_endpoint_auth_methods_supported}, asked for only if
   *     the profile does not name the method of a client that has a secret
   * @param profile for messages
   * @return the method
   * @throws AuthException.Misconfigured if the method is unknown or lacks its secret
   */
  public ClientAuthentication authentication(
      String clientId, Supplier<List<String>> supported, ServiceProfile profile) {
    String name = method.orElseGet(() -> secret.isEmpty() ? "none" : preferred(supported.get()));
    return of(name, clientId, secret, profile);
  }

  /**
   * A method by its name, in keyfob's spelling or that of RFC 7591.
   *
   * @param name the name
   * @param clientId the client's identifier
   * @param secret the client's secret; empty for a public client
   * @param profile for messages
   * @return the method
   * @throws AuthException.Misconfigured if the method is unknown or lacks its secret
   */
  public static ClientAuthentication of(
      String name, String clientId, Optional<Secret> secret, ServiceProfile profile) {
    return switch (name) {
      case "none" -> ClientAuthentication.NONE;
      case "post", POST -> ClientAuthentication.post(required(name, secret, profile));
      case "basic", BASIC -> ClientAuthentication.basic(clientId, required(name, secret, profile));
      default ->
          throw notConfigured(
              profile,
              "asks for the client authentication \""
                  + name.replaceAll("[^\\x20-\\x7e]", "?")
                  + "\", which keyfob does not know: use none, post, basic or private_key_jwt");
    };
  }

  /** RFC 8414 section 2: a server that does not say supports {@code client_secret_basic}. */
  private static String preferred(List<String> supported) {
    return supported.contains(POST) && !supported.contains(BASIC) ? POST : BASIC;
  }

  private static Secret required(String name, Optional<Secret> secret, ServiceProfile profile) {
    return secret.orElseThrow(
        () ->
            notConfigured(
                profile, "names the client authentication " + name + " but no clientSecret"));
  }

  private static AuthException notConfigured(ServiceProfile profile, String problem) {
    return new AuthException.Misconfigured(
        ErrorCode.OAUTH_NOT_CONFIGURED,
        "The profile " + profile.name() + " " + problem + ".",
        "keyfob profile show " + profile.name(),
        null);
  }
}
