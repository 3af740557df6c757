package dev.keyfob.auth.oauth.client;

import dev.keyfob.auth.api.Secret;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;

/**
 * Tells an authorization server which client sends a request (RFC 6749 section 2.3). Immutable;
 * used for every request to the token, revocation and device authorization endpoints.
 */
@FunctionalInterface
public interface ClientAuthentication {
  /** A public client: {@code client_id} in the form is all there is. */
  ClientAuthentication NONE = form -> Map.of();

  /**
   * Puts itself on one request. A request that is sent again asks again, because an assertion works
   * once.
   *
   * @param form the request's parameters with {@code client_id}, changed in place
   * @return headers to send beside the form
   */
  Map<String, String> authenticate(Map<String, String> form);

  /**
   * {@code client_secret_post}: the secret is a parameter of the form.
   *
   * @param secret the client's secret
   * @return the method
   */
  static ClientAuthentication post(Secret secret) {
    return form -> {
      form.put("client_secret", secret.reveal());
      return Map.of();
    };
  }

  /**
   * {@code client_secret_basic}: both parts are form-encoded before they are joined (RFC 6749
   * section 2.3.1), and {@code client_id} leaves the form, because some servers take the two for
   * two methods at once.
   *
   * @param clientId the client's identifier
   * @param secret the client's secret
   * @return the method
   */
  static ClientAuthentication basic(String clientId, Secret secret) {
    return form -> {
      form.remove("client_id");
      String pair = encode(clientId) + ":" + encode(secret.reveal());
      return Map.of(
          "Authorization",
          "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8)));
    };
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
