package dev.keyfob.auth.oauth.protocol;

import java.security.SecureRandom;
import java.util.Base64;

/** Texts that nobody can guess: 256 random bits in 43 unreserved characters. */
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
