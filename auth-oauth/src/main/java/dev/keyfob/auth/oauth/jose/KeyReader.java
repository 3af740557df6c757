package dev.keyfob.auth.oauth.jose;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.RSAKey;
import dev.keyfob.auth.api.Secret;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.EdECPrivateKey;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.EdECPrivateKeySpec;
import java.security.spec.NamedParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.text.ParseException;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** Reads private keys: a JWK (RFC 7517), or PKCS #8 in PEM (RFC 7468 section 10). */
public final class KeyReader {
  private static final int P_256_BITS = 256;
  private static final List<JWSAlgorithm> RSA = List.of(JWSAlgorithm.RS256, JWSAlgorithm.PS256);

  private KeyReader() {}

  /**
   * Reads a key.
   *
   * @param text a JWK or a PEM block
   * @param algorithm how it is to sign; empty for what the key says, else the usual of its kind
   * @throws KeyUnusable if it is no private key, or one that does not fit the algorithm
   */
  public static SigningKey read(Secret text, Optional<String> algorithm) {
    String key = text.reveal().strip();
    if (key.startsWith("{")) {
      return ofJwk(key, algorithm);
    }
    if (key.startsWith("-----BEGIN PRIVATE KEY-----")) {
      return ofPem(key, algorithm);
    }
    throw new KeyUnusable(
        key.startsWith("-----BEGIN")
            ? "it is PEM, but not an unencrypted PKCS #8 private key"
            : "it is neither a JWK nor a PEM block",
        null);
  }

  private static SigningKey ofJwk(String text, Optional<String> algorithm) {
    try {
      JWK jwk = JWK.parse(text);
      if (!jwk.isPrivate()) {
        throw new KeyUnusable("it holds no private key", null);
      }
      Optional<String> named =
          algorithm.or(() -> Optional.ofNullable(jwk.getAlgorithm()).map(Object::toString));
      PrivateKey key =
          switch (jwk) {
            case RSAKey rsa -> rsa.toPrivateKey();
            case ECKey elliptic -> elliptic.toPrivateKey();
            case OctetKeyPair edwards when Curve.Ed25519.equals(edwards.getCurve()) ->
                edwards(edwards);
            default -> throw new KeyUnusable("it is of a kind that is not used here", null);
          };
      return new SigningKey(
          chosen(key, named), key, jwk.toPublicJWK(), Optional.ofNullable(jwk.getKeyID()));
    } catch (ParseException
        | JOSEException
        | GeneralSecurityException
        | IllegalArgumentException
        | IllegalStateException e) {
      throw new KeyUnusable("it is not a JWK", e);
    }
  }

  private static PrivateKey edwards(OctetKeyPair jwk) throws GeneralSecurityException {
    return KeyFactory.getInstance("Ed25519")
        .generatePrivate(new EdECPrivateKeySpec(NamedParameterSpec.ED25519, jwk.getDecodedD()));
  }

  private static SigningKey ofPem(String text, Optional<String> algorithm) {
    try {
      String base64 = text.replaceAll("-----[A-Z ]+-----", "").replaceAll("\\s", "");
      PKCS8EncodedKeySpec encoded = new PKCS8EncodedKeySpec(Base64.getDecoder().decode(base64));
      for (String kind : List.of("RSA", "EC", "Ed25519")) {
        Optional<PrivateKey> key = key(kind, encoded);
        if (key.isPresent()) {
          return new SigningKey(
              chosen(key.get(), algorithm), key.get(), publicHalf(key.get()), Optional.empty());
        }
      }
    } catch (IllegalArgumentException | GeneralSecurityException e) {
      throw new KeyUnusable("it is not a PEM block", e);
    }
    throw new KeyUnusable("it is of a kind that is not used here", null);
  }

  private static Optional<PrivateKey> key(String kind, PKCS8EncodedKeySpec encoded)
      throws GeneralSecurityException {
    try {
      return Optional.of(KeyFactory.getInstance(kind).generatePrivate(encoded));
    } catch (java.security.spec.InvalidKeySpecException e) {
      return Optional.empty(); // one of the other kinds
    }
  }

  /** An elliptic key does not hold its public half in a form that the JDK gives out. */
  private static @org.jspecify.annotations.Nullable JWK publicHalf(PrivateKey key)
      throws GeneralSecurityException {
    return key instanceof RSAPrivateCrtKey rsa
        ? new RSAKey.Builder(
                (java.security.interfaces.RSAPublicKey)
                    KeyFactory.getInstance("RSA")
                        .generatePublic(
                            new RSAPublicKeySpec(rsa.getModulus(), rsa.getPublicExponent())))
            .build()
        : null;
  }

  private static JWSAlgorithm chosen(PrivateKey key, Optional<String> named) {
    List<JWSAlgorithm> possible =
        switch (key) {
          case java.security.interfaces.RSAPrivateKey _ -> RSA;
          case ECPrivateKey elliptic
              when elliptic.getParams().getOrder().bitLength() == P_256_BITS ->
              List.of(JWSAlgorithm.ES256);
          case EdECPrivateKey _ -> List.of(JWSAlgorithm.EdDSA);
          default -> throw new KeyUnusable("it is not RSA, P-256 or Ed25519", null);
        };
    if (named.isEmpty()) {
      return possible.getFirst();
    }
    return possible.stream()
        .filter(algorithm -> algorithm.getName().equals(named.get()))
        .findFirst()
        .orElseThrow(
            () ->
                new KeyUnusable(
                    "it does not fit the algorithm "
                        + named.get().replaceAll("[^\\x20-\\x7e]", "?")
                        + ", but "
                        + String.join(" or ", possible.stream().map(Object::toString).toList()),
                    null));
  }
}
