package dev.keyfob.auth.oauth.jose;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jose.util.Base64URL;
import dev.keyfob.auth.api.Secret;
import dev.keyfob.auth.api.spi.GeneratedKey;
import dev.keyfob.auth.api.spi.support.JsonText;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.EdECPrivateKey;
import java.security.interfaces.EdECPublicKey;
import java.util.Optional;

/** Makes private keys, as a JWK (RFC 7517) named by its thumbprint (RFC 7638). */
public final class NewKey {
  private static final int RSA_BITS = 3072;
  private static final int LENGTH = 32;

  private NewKey() {}

  /**
   * Makes a key. Blocks for up to a second with RSA.
   *
   * @param algorithm ES256, EdDSA, RS256 or PS256
   * @return a private JWK and its public half, with {@code kid}, {@code use} and {@code alg}; empty
   *     for any other algorithm
   */
  public static Optional<GeneratedKey> of(String algorithm) {
    JWSAlgorithm how = new JWSAlgorithm(algorithm);
    try {
      return switch (algorithm) {
        case "ES256" ->
            kept(
                new ECKeyGenerator(Curve.P_256)
                    .algorithm(how)
                    .keyUse(KeyUse.SIGNATURE)
                    .keyIDFromThumbprint(true)
                    .generate());
        case "RS256", "PS256" ->
            kept(
                new RSAKeyGenerator(RSA_BITS)
                    .algorithm(how)
                    .keyUse(KeyUse.SIGNATURE)
                    .keyIDFromThumbprint(true)
                    .generate());
        case "EdDSA" -> kept(edwards());
        default -> Optional.empty();
      };
    } catch (JOSEException | GeneralSecurityException e) {
      throw new KeyUnusable("none can be made here", e);
    }
  }

  private static Optional<GeneratedKey> kept(JWK key) {
    return Optional.of(
        new GeneratedKey(
            Secret.of(key.toJSONString()),
            JsonText.parseObject(new JWKSet(key.toPublicJWK()).toString(true))));
  }

  private static JWK edwards() throws GeneralSecurityException, JOSEException {
    KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    OctetKeyPair bare =
        new OctetKeyPair.Builder(Curve.Ed25519, point((EdECPublicKey) pair.getPublic()))
            .d(Base64URL.encode(((EdECPrivateKey) pair.getPrivate()).getBytes().orElseThrow()))
            .build();
    return new OctetKeyPair.Builder(bare)
        .algorithm(JWSAlgorithm.EdDSA)
        .keyUse(KeyUse.SIGNATURE)
        .keyIDFromThumbprint()
        .build();
  }

  /** RFC 8032 section 5.1.2: little-endian, the sign of x in the last bit. */
  private static Base64URL point(EdECPublicKey key) {
    byte[] y = key.getPoint().getY().toByteArray();
    byte[] point = new byte[LENGTH];
    for (int i = 0; i < LENGTH && i < y.length; i++) {
      point[i] = y[y.length - 1 - i];
    }
    if (key.getPoint().isXOdd()) {
      point[LENGTH - 1] |= (byte) 0x80;
    }
    return Base64URL.encode(point);
  }
}
