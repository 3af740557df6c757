package dev.keyfob.auth.oauth.session;

import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What an identity provider says of a session beside its tokens.
 *
 * @param refreshExpiresAt when the refresh token stops working; empty if it does not say
 * @param apiBaseUri where the API is for this session; empty if it is where the profile says
 * @param requestedScope what the login asked for; empty if it was not recorded
 * @param renewed whether the tokens came from a renewal; true if it is not known
 */
public record SessionDetails(
    Optional<Instant> refreshExpiresAt,
    Optional<URI> apiBaseUri,
    Optional<String> requestedScope,
    boolean renewed) {
  /** Nothing. */
  public static final SessionDetails NONE =
      new SessionDetails(Optional.empty(), Optional.empty(), Optional.empty(), true);

  /** The same, as a login leaves it, with what it has asked for. */
  public SessionDetails askedFor(List<String> scopes) {
    return new SessionDetails(
        refreshExpiresAt,
        apiBaseUri,
        scopes.isEmpty() ? Optional.empty() : Optional.of(String.join(" ", scopes)),
        false);
  }

  /** What a newer answer says, and what only the older one said of the API. */
  public SessionDetails followedBy(SessionDetails newer) {
    return new SessionDetails(
        newer.refreshExpiresAt.or(() -> refreshExpiresAt),
        newer.apiBaseUri.or(() -> apiBaseUri),
        newer.requestedScope.or(() -> requestedScope),
        true);
  }
}
