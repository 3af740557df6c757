package dev.keyfob.auth.api.internal.doctor;

import dev.keyfob.auth.api.AuthException;

/** One thing to look at. Nothing is changed by it unless it was told to. */
public interface HealthCheck {
  /** What is looked at, in snake_case. */
  String name();

  /**
   * Looks. Blocks for seconds at most, and ends early on an interrupt.
   *
   * @throws AuthException for a failure whose message and hint say all there is to say
   */
  CheckResult look();
}
