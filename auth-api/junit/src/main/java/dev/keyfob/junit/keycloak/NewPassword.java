package dev.keyfob.junit.keycloak;

import dev.keyfob.auth.api.Secret;
import java.security.SecureRandom;
import java.util.Base64;

/** Passwords that nobody else on the machine can guess. */
final class NewPassword {
  private static final int BYTES = 24;

  private NewPassword() {}

  static Secret random() {
    byte[] bytes = new byte[BYTES];
    new SecureRandom().nextBytes(bytes);
    return Secret.of(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
  }
}
