package dev.keyfob.auth.oauth.authcode;

import dev.keyfob.auth.api.HostUri;
import dev.keyfob.auth.api.OAuthSettings;
import dev.keyfob.auth.api.spi.ProviderContext;
import dev.keyfob.auth.oauth.discovery.AuthorizationServer;
import dev.keyfob.auth.oauth.protocol.FormEncoding;
import dev.keyfob.auth.oauth.protocol.Pkce;
import dev.keyfob.auth.oauth.protocol.RandomTokens;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a browser is sent to the identity provider with (RFC 6749 section 4.1.1, RFC 7636, OpenID
 * Connect Core section 3.1.2.1), and what has to be remembered until it comes back.
 *
 * @param address the address to open
 * @param redirectUri where the browser comes back to
 * @param state ties the answer to this request
 * @param nonce ties the ID token to this request; empty if none is asked for
 * @param pkce ties the code to this client
 */
record AuthorizationRequest(
    URI address, URI redirectUri, String state, Optional<String> nonce, Pkce pkce) {
  static AuthorizationRequest of(
      AuthorizationServer server,
      OAuthSettings settings,
      List<String> scopes,
      URI redirectUri,
      String state,
      Map<String, String> asked,
      RandomTokens random,
      ProviderContext context) {
    server.requireTokenEndpoint();
    Pkce pkce = Pkce.fresh(random);
    Optional<String> nonce =
        scopes.contains("openid") && server.dialect().nonce()
            ? Optional.of(random.next())
            : Optional.empty();
    Map<String, String> parameters = new LinkedHashMap<>(settings.extraParameters());
    parameters.putAll(server.dialect().grantParameters());
    parameters.putAll(server.hardening().parameters());
    server.proofs().ifPresent(proofs -> parameters.put("dpop_jkt", proofs.thumbprint()));
    parameters.putAll(asked);
    parameters.put("response_type", "code");
    parameters.put("client_id", server.clientId());
    parameters.put("redirect_uri", redirectUri.toString());
    if (!scopes.isEmpty()) {
      parameters.put("scope", server.dialect().join(scopes));
    }
    server.resource().ifPresent(resource -> parameters.put("resource", resource));
    parameters.put("state", state);
    nonce.ifPresent(value -> parameters.put("nonce", value));
    if (server.dialect().pkce()) {
      parameters.put("code_challenge", pkce.challenge());
      parameters.put("code_challenge_method", Pkce.METHOD);
    }
    URI endpoint = server.authorizationEndpoint();
    Map<String, String> carried =
        server
            .pushedRequestEndpoint()
            .map(pushed -> PushedRequest.push(pushed, parameters, server, context))
            .orElse(parameters);
    String separator = endpoint.getRawQuery() == null ? "?" : "&";
    return new AuthorizationRequest(
        HostUri.of(endpoint + separator + FormEncoding.encode(carried)),
        redirectUri,
        state,
        nonce,
        pkce);
  }

  /** Hides state, nonce and challenge. */
  @Override
  public String toString() {
    return "AuthorizationRequest[" + address.getHost() + address.getPath() + "]";
  }
}
