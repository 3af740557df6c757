package dev.keyfob.auth.oauth.protocol;

import dev.keyfob.auth.api.Secret;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/**
 * Proof Key for Code Exchange (RFC 7636). Only S256: with {@code plain}, a program that reads the
 * authorization request could redeem the code.
 *
 * @param verifier kept here until the code is redeemed
 * @param challenge goes into the authorization request
 */
public record Pkce(Secret verifier, String challenge) {
  public static final String METHOD = "S256";

  public static Pkce fresh(RandomTokens random) {
    return of(random.next());
  }

  public static Pkce of(String verifier) {
    return new Pkce(Secret.of(verifier), challenge(verifier));
  }

  private static String challenge(String verifier) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII));
      return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
