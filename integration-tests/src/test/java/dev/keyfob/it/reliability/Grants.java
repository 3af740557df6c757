package dev.keyfob.it.reliability;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Grants of which every refresh token works once. Who uses one again, or without the key that it is
 * bound to, loses the whole grant, as OAuth's security practice has it (RFC 9700 section 4.14.2).
 * Thread-safe.
 */
final class Grants {
  private final Map<String, Grant> byRefreshToken = new HashMap<>();
  private int issued;

  private static final class Grant {
    Tokens current;
    boolean revoked;

    Grant(Tokens first) {
      current = first;
    }
  }

  /** A new grant, as a login brings it. */
  Tokens issue() {
    return issue(BoundKey.NONE);
  }

  /** The same, bound to a key. */
  synchronized Tokens issue(String key) {
    Tokens tokens = next(key);
    byRefreshToken.put(tokens.refresh(), new Grant(tokens));
    return tokens;
  }

  /** The next generation; empty if the grant is dead or this was what killed it. */
  Optional<Tokens> rotate(String refreshToken) {
    return rotate(refreshToken, BoundKey.NONE);
  }

  /** The same for a request that proves to have a key, which has to be the grant's. */
  synchronized Optional<Tokens> rotate(String refreshToken, String key) {
    Grant grant = byRefreshToken.get(refreshToken);
    if (grant == null || grant.revoked) {
      return Optional.empty();
    }
    if (!grant.current.refresh().equals(refreshToken) || !grant.current.key().equals(key)) {
      grant.revoked = true;
      return Optional.empty();
    }
    grant.current = next(key);
    byRefreshToken.put(grant.current.refresh(), grant);
    return Optional.of(grant.current);
  }

  /** Ends the grant of a refresh token, if there is one. */
  synchronized void revoke(String refreshToken) {
    Grant grant = byRefreshToken.get(refreshToken);
    if (grant != null) {
      grant.revoked = true;
    }
  }

  /** The latest generation of a grant; empty if it is dead. */
  synchronized Optional<Tokens> latest(Tokens ofTheGrant) {
    Grant grant = byRefreshToken.get(ofTheGrant.refresh());
    return grant == null || grant.revoked ? Optional.empty() : Optional.of(grant.current);
  }

  private Tokens next(String key) {
    issued++;
    return new Tokens(Tokens.MARK + "access-" + issued, Tokens.MARK + "refresh-" + issued, key);
  }
}
