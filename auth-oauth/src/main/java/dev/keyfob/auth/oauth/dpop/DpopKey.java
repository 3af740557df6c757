package dev.keyfob.auth.oauth.dpop;

import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.Secret;
import dev.keyfob.auth.oauth.jose.KeyReader;
import dev.keyfob.auth.oauth.jose.KeyUnusable;
import dev.keyfob.auth.oauth.jose.NewKey;
import dev.keyfob.auth.oauth.jose.SigningKey;
import java.util.Optional;

/**
 * The key that a session is bound to (RFC 9449). It is made at the login and stored inside the
 * session, in one write, so that neither is ever there without the other.
 *
 * @param stored the private key as a JWK
 * @param key the same, ready to sign
 */
public record DpopKey(Secret stored, SigningKey key) {
  /** A key of its own for one login. */
  public static DpopKey fresh() {
    return of(NewKey.of("ES256").orElseThrow().privateKey());
  }

  /**
   * Reads what is stored in a session.
   *
   * @throws AuthException.StoreCorrupt if it is no key
   */
  public static DpopKey of(Secret stored) {
    try {
      return new DpopKey(stored, KeyReader.read(stored, Optional.empty()));
    } catch (KeyUnusable e) {
      throw new AuthException.StoreCorrupt(
          "The key of the stored session cannot be used: " + e.why() + ".", "keyfob login", e);
    }
  }

  /** Shows nothing of it. */
  @Override
  public String toString() {
    return "DpopKey[hidden]";
  }
}
