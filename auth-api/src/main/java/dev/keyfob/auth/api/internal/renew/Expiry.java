package dev.keyfob.auth.api.internal.renew;

import dev.keyfob.auth.api.Credential;
import java.time.Duration;
import java.time.Instant;

/** When a credential is too old to start a request with. */
public final class Expiry {
  /**
   * The one skew of the whole product: a credential with less time left than this is renewed before
   * it is used.
   */
  public static final Duration SKEW = Duration.ofSeconds(60);

  private Expiry() {}

  /** Whether it has stopped working. */
  public static boolean expired(Credential credential, Instant now) {
    return credential.expiresAt().map(at -> !at.isAfter(now)).orElse(false);
  }

  /** Whether less time is left than wanted. */
  public static boolean within(Credential credential, Duration wanted, Instant now) {
    return credential
        .expiresAt()
        .map(at -> Duration.between(now, at).compareTo(wanted) <= 0)
        .orElse(false);
  }
}
