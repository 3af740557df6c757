package dev.keyfob.auth.oauth.session;

import dev.keyfob.auth.api.Secret;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What belongs to a session beside its tokens.
 *
 * @param refreshExpiresAt when the refresh token stops working; empty if it does not say
 * @param apiBaseUri where the API is for this session; empty if it is where the profile says
 * @param requestedScope what the login asked for; empty if it was not recorded
 * @param renewed whether the tokens came from a renewal; true if it is not known
 * @param grant by which settings it was obtained without a person; empty if by a login
 * @param dpopKey the private key that it is bound to, as a JWK; empty if to none
 */
public record SessionDetails(
    Optional<Instant> refreshExpiresAt,
    Optional<URI> apiBaseUri,
    Optional<String> requestedScope,
    boolean renewed,
    Optional<String> grant,
    Optional<Secret> dpopKey) {
  /** Nothing. */
  public static final SessionDetails NONE =
      new SessionDetails(
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          true,
          Optional.empty(),
          Optional.empty());

  /** The same, as a login leaves it, with what it has asked for. */
  public SessionDetails askedFor(List<String> scopes) {
    return new SessionDetails(
        refreshExpiresAt,
        apiBaseUri,
        scopes.isEmpty() ? Optional.empty() : Optional.of(String.join(" ", scopes)),
        false,
        grant,
        dpopKey);
  }

  /** What a newer answer says, and what only the older one said; the key stays what it is. */
  public SessionDetails followedBy(SessionDetails newer) {
    return new SessionDetails(
        newer.refreshExpiresAt.or(() -> refreshExpiresAt),
        newer.apiBaseUri.or(() -> apiBaseUri),
        newer.requestedScope.or(() -> requestedScope),
        true,
        grant,
        dpopKey);
  }

  /** The same for a token that was obtained without a person. */
  public SessionDetails grantedBy(String fingerprint) {
    return new SessionDetails(
        refreshExpiresAt, apiBaseUri, requestedScope, renewed, Optional.of(fingerprint), dpopKey);
  }

  /** The same for a session that is bound to a key (RFC 9449). */
  public SessionDetails boundTo(Optional<Secret> key) {
    return new SessionDetails(refreshExpiresAt, apiBaseUri, requestedScope, renewed, grant, key);
  }
}
