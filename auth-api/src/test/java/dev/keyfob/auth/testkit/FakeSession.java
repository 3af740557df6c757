package dev.keyfob.auth.testkit;

import dev.keyfob.auth.api.RenewableCredential;
import dev.keyfob.auth.api.Secret;
import java.time.Instant;
import java.util.Optional;

/**
 * The renewable credential of a {@link FakeProvider}.
 *
 * @param refresh what it is renewed with; empty if it cannot be
 * @param dead whether a renewal was refused for good
 */
public record FakeSession(
    String type,
    Secret secret,
    Optional<Secret> refresh,
    Optional<Instant> expiresAt,
    Optional<Instant> issuedAt,
    Optional<String> scope,
    boolean dead)
    implements RenewableCredential {
  /** A session that can be renewed. */
  public static FakeSession of(String type, String access, String refresh, Instant expiresAt) {
    return new FakeSession(
        type,
        Secret.of(access),
        Optional.of(Secret.of(refresh)),
        Optional.of(expiresAt),
        Optional.empty(),
        Optional.empty(),
        false);
  }

  /** The same without anything to renew it with. */
  public FakeSession withoutRefresh() {
    return new FakeSession(type, secret, Optional.empty(), expiresAt, issuedAt, scope, dead);
  }

  /** The same, with the time of its issue known. */
  public FakeSession issued(Instant at) {
    return new FakeSession(type, secret, refresh, expiresAt, Optional.of(at), scope, dead);
  }

  /** The same, marked as refused for good. */
  public FakeSession asDead() {
    return new FakeSession(type, secret, refresh, expiresAt, issuedAt, scope, true);
  }

  @Override
  public Optional<String> tokenType() {
    return Optional.of("Bearer");
  }

  @Override
  public boolean renewable() {
    return refresh.isPresent() && !dead;
  }

  @Override
  public boolean sameGeneration(RenewableCredential other) {
    return other instanceof FakeSession that
        && secret.equals(that.secret)
        && refresh.equals(that.refresh);
  }
}
