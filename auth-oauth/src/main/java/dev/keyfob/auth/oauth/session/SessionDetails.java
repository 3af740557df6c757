package dev.keyfob.auth.oauth.session;

import java.net.URI;
import java.time.Instant;
import java.util.Optional;

/**
 * What an identity provider says of a session beside its tokens.
 *
 * @param refreshExpiresAt when the refresh token stops working; empty if it does not say
 * @param apiBaseUri where the API is for this session; empty if it is where the profile says
 * @param grant by which settings it was obtained without a person; empty if by a login
 */
public record SessionDetails(
    Optional<Instant> refreshExpiresAt, Optional<URI> apiBaseUri, Optional<String> grant) {
  /** Nothing. */
  public static final SessionDetails NONE =
      new SessionDetails(Optional.empty(), Optional.empty(), Optional.empty());

  /** What a newer answer says, and what only the older one said of the API. */
  public SessionDetails followedBy(SessionDetails newer) {
    return new SessionDetails(
        newer.refreshExpiresAt.or(() -> refreshExpiresAt),
        newer.apiBaseUri.or(() -> apiBaseUri),
        grant);
  }

  /** The same for a token that was obtained without a person. */
  public SessionDetails grantedBy(String fingerprint) {
    return new SessionDetails(refreshExpiresAt, apiBaseUri, Optional.of(fingerprint));
  }
}
