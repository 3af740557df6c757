package dev.keyfob.auth.oauth.session;

import dev.keyfob.auth.api.RenewableCredential;
import dev.keyfob.auth.api.Secret;
import dev.keyfob.auth.oauth.client.RegisteredClient;
import java.time.Instant;
import java.util.Optional;

/**
 * An OAuth session (RFC 6749 section 5.1). Immutable.
 *
 * @param accessToken goes on requests
 * @param refreshToken renews the session; empty if the identity provider gave none
 * @param idToken says who it is (OpenID Connect Core section 2)
 * @param issuedAt when the access token came; empty if another tool did not write it down
 * @param expiresAt when the access token stops working; empty if unknown
 * @param scope what the access token allows
 * @param tokenType the scheme on a request
 * @param issuer who issued the session; empty if the profile names endpoints instead
 * @param clientId to whom it was issued; empty if another tool did not write it down
 * @param deadSince when the identity provider refused the refresh token for good; empty if it never
 *     did
 * @param client how the client was registered, if it was dynamically
 * @param details what the identity provider says beside the tokens
 */
public record OAuthCredential(
    Secret accessToken,
    Optional<Secret> refreshToken,
    Optional<Secret> idToken,
    Optional<Instant> issuedAt,
    Optional<Instant> expiresAt,
    Optional<String> scope,
    Optional<String> tokenType,
    Optional<String> issuer,
    Optional<String> clientId,
    Optional<Instant> deadSince,
    Optional<RegisteredClient> client,
    SessionDetails details)
    implements RenewableCredential {
  /** The credential type, and the key of a session in a stored document. */
  public static final String TYPE = "oauth";

  /** The member of the stored form that says when the session was refused for good. */
  public static final String DEAD_SINCE = "dead_since";

  /** The member of the stored form that holds a client that was registered dynamically. */
  public static final String CLIENT = "client";

  /** The one scheme spoken here, in the spelling of RFC 6750. */
  public static final String BEARER = "Bearer";

  /** A session of a client that was not registered dynamically. */
  public OAuthCredential(
      Secret accessToken,
      Optional<Secret> refreshToken,
      Optional<Secret> idToken,
      Optional<Instant> issuedAt,
      Optional<Instant> expiresAt,
      Optional<String> scope,
      Optional<String> tokenType,
      Optional<String> issuer,
      Optional<String> clientId,
      Optional<Instant> deadSince) {
    this(
        accessToken,
        refreshToken,
        idToken,
        issuedAt,
        expiresAt,
        scope,
        tokenType,
        issuer,
        clientId,
        deadSince,
        Optional.empty(),
        SessionDetails.NONE);
  }

  /** A bare access token whose end nobody knows. */
  public static OAuthCredential ofAccessToken(Secret accessToken) {
    return new OAuthCredential(
        accessToken,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.of(BEARER),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  @Override
  public String type() {
    return TYPE;
  }

  @Override
  public Secret secret() {
    return accessToken;
  }

  @Override
  public boolean renewable() {
    return (refreshToken.isPresent() || grant().isPresent()) && deadSince.isEmpty();
  }

  @Override
  public Optional<String> grant() {
    return details.grant();
  }

  @Override
  public Optional<Instant> refreshExpiresAt() {
    return details.refreshExpiresAt();
  }

  @Override
  public Optional<String> requestedScope() {
    return details.requestedScope();
  }

  @Override
  public boolean isRenewed() {
    return details.renewed();
  }

  @Override
  public boolean sameGeneration(RenewableCredential other) {
    return other instanceof OAuthCredential that
        && accessToken.equals(that.accessToken)
        && refreshToken.equals(that.refreshToken);
  }

  public OAuthCredential markedDead(Instant since) {
    return new OAuthCredential(
        accessToken,
        refreshToken,
        idToken,
        issuedAt,
        expiresAt,
        scope,
        tokenType,
        issuer,
        clientId,
        Optional.of(since),
        client,
        details);
  }
}
