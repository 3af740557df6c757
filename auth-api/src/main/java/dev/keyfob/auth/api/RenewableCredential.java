package dev.keyfob.auth.api;

import java.util.Optional;

/** A credential that expires and can be exchanged for a fresh one without its owner. */
public non-sealed interface RenewableCredential extends Credential {
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
   * What the credential allows (RFC 6749 section 3.3).
   *
   * @return the space-separated scope; empty if unknown
   */
  Optional<String> scope();
}
