package dev.keyfob.auth.api;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How OAuth 2 and OpenID Connect are done with a service's identity provider. One of {@code
 * issuer}, {@code configPath} and the explicit endpoints says where it is.
 *
 * @param issuer the issuer whose metadata is discovered (OpenID Connect Discovery, RFC 8414)
 * @param configPath a path below the API's base with a document of issuer, client id and scopes
 * @param authorizationEndpoint RFC 6749 section 3.1
 * @param tokenEndpoint RFC 6749 section 3.2
 * @param revocationEndpoint RFC 7009
 * @param deviceAuthorizationEndpoint RFC 8628
 * @param userinfoEndpoint OpenID Connect Core section 5.3
 * @param clientId the public client's id; empty if the service's own document gives it
 * @param clientAuth how the client authenticates at the token endpoint: {@code none} for a public
 *     client
 * @param scopes the scopes asked for unless the login names others
 * @param redirectHost the host in the redirect URI, a loopback address or {@code localhost}
 * @param redirectPath the path in the redirect URI
 * @param redirectPorts the registered ports, tried in order; empty for any free port (RFC 8252
 *     section 7.3)
 * @param callbackTimeout how long a browser login waits for the person
 * @param logoutPath a path below the API's base that ends the session, used in place of revocation
 * @param extraParameters further parameters of the authorization request
 * @param defaultExpiresIn how long an access token lasts when the answer does not say; empty if
 *     unknown
 * @param revokeReplaced whether a login that replaces a session ends that one at the identity
 *     provider; not where both may belong to one grant, of which then nothing is left
 */
public record OAuthSettings(
    Optional<URI> issuer,
    Optional<String> configPath,
    Optional<URI> authorizationEndpoint,
    Optional<URI> tokenEndpoint,
    Optional<URI> revocationEndpoint,
    Optional<URI> deviceAuthorizationEndpoint,
    Optional<URI> userinfoEndpoint,
    Optional<String> clientId,
    String clientAuth,
    List<String> scopes,
    String redirectHost,
    String redirectPath,
    List<Integer> redirectPorts,
    Duration callbackTimeout,
    Optional<String> logoutPath,
    Map<String, String> extraParameters,
    Optional<Duration> defaultExpiresIn,
    boolean revokeReplaced) {
  /** Copies the collections. */
  public OAuthSettings {
    scopes = List.copyOf(scopes);
    redirectPorts = List.copyOf(redirectPorts);
    extraParameters = Map.copyOf(extraParameters);
  }
}
