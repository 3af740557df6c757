package dev.keyfob.auth.oauth.client;

import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.jwk.OctetKeyPair;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.HexFormat;

/** Checks a signature of Ed25519 by the JDK, from the key's standard encoding (RFC 8410). */
final class EdwardsCheck {
  private static final String PREFIX = "302a300506032b6570032100";

  private EdwardsCheck() {}

  static boolean verifies(JWSObject token, OctetKeyPair key) throws GeneralSecurityException {
    byte[] encoded =
        HexFormat.of().parseHex(PREFIX + HexFormat.of().formatHex(key.getX().decode()));
    Signature signature = Signature.getInstance("Ed25519");
    signature.initVerify(
        KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded)));
    signature.update(token.getSigningInput());
    return signature.verify(token.getSignature().decode());
  }
}
