package dev.keyfob.auth.api;

import dev.keyfob.auth.api.stability.Stable;
import java.time.Instant;
import java.util.Optional;

/** A credential that expires and can be exchanged for a fresh one without its owner. */
@Stable
public non-sealed interface RenewableCredential extends Credential {
  /**
   * Who the session belongs to, as the identity provider has signed it (OpenID Connect Core section
   * 2).
   *
   * @return the ID token, which may have ended; empty if there is none
   */
  default Optional<Secret> idToken() {
    return Optional.empty();
  }

  /**
   * The end of a credential of which nothing says when it ends, such as a bare token that an older
   * tool has stored. It counts as expired when it is used.
   */
  Instant UNKNOWN_END = Instant.EPOCH;

  /**
   * Whether a renewal can be tried: there is something to renew with, and it is not known to be
   * dead.
   *
   * @return true if so
   */
  boolean renewable();

  /**
   * Whether {@code other} stems from the same renewal. A process that holds {@code this} and finds
   * {@code other} in the store learns from it whether somebody else has renewed meanwhile.
   *
   * @param other what is stored now
   * @return true if both are the same generation, false if {@code other} differs in any secret
   */
  boolean sameGeneration(RenewableCredential other);

  /**
   * When the credential was issued, by the clock of the machine that received it: the same clock as
   * {@link #expiresAt()}. It tells how long the credential lives altogether, so that one that lives
   * shorter than the usual skew is not renewed at every use, and whether the clock has been set
   * back since.
   *
   * @return the instant; empty if it was not recorded
   */
  default Optional<Instant> issuedAt() {
    return Optional.empty();
  }

  /**
   * When the credential can no longer be renewed, whatever is done.
   *
   * @return the instant; empty if it is not known
   */
  default Optional<Instant> refreshExpiresAt() {
    return Optional.empty();
  }

  /**
   * By which of a profile's settings the credential was obtained without a person. Others are not
   * used once the settings have changed.
   *
   * @return a name for the settings; empty if a person has logged in
   */
  default Optional<String> grant() {
    return Optional.empty();
  }

  /**
   * What the credential allows (RFC 6749 section 3.3).
   *
   * @return the space-separated scope; empty if unknown
   */
  Optional<String> scope();

  /**
   * Whether it came from a renewal, and not from a login. One that was renewed seconds ago is not
   * renewed again because a service rejects it: another would fare no better.
   *
   * @return true if so, or if it is not known
   */
  default boolean isRenewed() {
    return true;
  }

  /**
   * What was asked for when the session began, which a provider may have granted in part, or under
   * other names.
   *
   * @return the space-separated scope; empty if it was not recorded
   */
  default Optional<String> requestedScope() {
    return Optional.empty();
  }
}
