package dev.keyfob.auth.api.internal.doctor;

import java.util.function.Supplier;

/**
 * Whether it is clear which service this is about.
 *
 * @param account its name, found by reading the profile
 */
public record ProfileCheck(Supplier<String> account) implements HealthCheck {
  /** Nothing tells, which on a new machine is as it should be. */
  static final HealthCheck NONE =
      new HealthCheck() {
        @Override
        public String name() {
          return "profile";
        }

        @Override
        public CheckResult look() {
          return CheckResult.skip("No profile is selected: only the machine is checked.");
        }
      };

  @Override
  public String name() {
    return "profile";
  }

  @Override
  public CheckResult look() {
    return CheckResult.pass(account.get());
  }
}
