package dev.keyfob.auth.api.internal.doctor;

import dev.keyfob.auth.api.spi.Availability;
import dev.keyfob.auth.api.spi.CredentialStore;
import java.util.Optional;

/**
 * Whether the system's keychain answers. Where it does not, logins go to a file, which is no
 * illness; an account that is in the keychain is another check's.
 *
 * @param keychain the store; empty if this program has none
 */
public record KeychainCheck(Optional<CredentialStore> keychain) implements HealthCheck {
  /** The profile that the keychain was opened for, which is not one of the user's. */
  static final String ANY = "PROFILE";

  @Override
  public String name() {
    return "keychain";
  }

  @Override
  public CheckResult look() {
    if (keychain.isEmpty()) {
      return CheckResult.skip("This program has no keychain store.");
    }
    Availability answer = keychain.get().availability();
    return answer.available()
        ? CheckResult.pass("The system's keychain answers.")
        : CheckResult.warn(
            answer.reason().orElse("The keychain does not answer.") + " Logins go to a file.",
            answer
                .remedy()
                .map(remedy -> remedy.replace("keyfob login " + ANY + " ", "keyfob login "))
                .orElse("keyfob login --store file"));
  }
}
