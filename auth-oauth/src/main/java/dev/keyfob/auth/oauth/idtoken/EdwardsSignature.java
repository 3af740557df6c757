package dev.keyfob.auth.oauth.idtoken;

import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.OctetKeyPair;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.EdECPoint;
import java.security.spec.EdECPublicKeySpec;
import java.security.spec.NamedParameterSpec;

/** Ed25519 (RFC 8037) by the JDK; the JOSE library would need another one for it. */
final class EdwardsSignature {
  private static final int LENGTH = 32;

  private EdwardsSignature() {}

  /** Whether a key has signed a token; false for a key of another curve. */
  static boolean verifies(JWSObject token, OctetKeyPair key) {
    byte[] point = key.getX().decode();
    if (!Curve.Ed25519.equals(key.getCurve()) || point.length != LENGTH) {
      return false;
    }
    try {
      Signature signature = Signature.getInstance("Ed25519");
      signature.initVerify(
          KeyFactory.getInstance("Ed25519")
              .generatePublic(
                  new EdECPublicKeySpec(NamedParameterSpec.ED25519, decompressed(point))));
      signature.update(token.getSigningInput());
      return signature.verify(token.getSignature().decode());
    } catch (GeneralSecurityException e) {
      return false; // not a key, or not a signature at all: no proof either way
    }
  }

  /** RFC 8032 section 5.1.2: little-endian, the sign of x in the last bit. */
  private static EdECPoint decompressed(byte[] point) {
    byte[] y = new byte[LENGTH];
    for (int i = 0; i < LENGTH; i++) {
      y[i] = point[LENGTH - 1 - i];
    }
    boolean odd = (y[0] & 0x80) != 0;
    y[0] &= 0x7f;
    return new EdECPoint(odd, new BigInteger(1, y));
  }
}
