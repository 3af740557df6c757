package dev.keyfob.auth.oauth.protocol;

import java.security.SecureRandom;
import java.util.Base64;

/** Random values of 256 bits, as 43 characters of base64url. Safe for use by many threads. */
public final class RandomTokens {
  private static final int BYTES = 32;

  private final SecureRandom random;

  public RandomTokens(SecureRandom random) {
    this.random = random;
  }

  public String next() {
    byte[] bytes = new byte[BYTES];
    random.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
