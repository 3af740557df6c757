package dev.keyfob.auth.oauth.jose;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.JWK;
import dev.keyfob.auth.api.spi.support.JsonText;
import jakarta.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A private key and how it signs (RFC 7515). Immutable; safe for use by many threads.
 *
 * @param algorithm one of RS256, PS256, ES256 and EdDSA
 * @param key the private half
 * @param publicKey the public half; null if it is not known, as with a bare elliptic key
 * @param id names the key in the set that the other side knows; empty if it has no name
 */
public record SigningKey(
    JWSAlgorithm algorithm, PrivateKey key, @Nullable JWK publicKey, Optional<String> id) {

  /** The same key, by the name and algorithm that a profile gives it. */
  public SigningKey named(Optional<String> name) {
    return name.isEmpty() ? this : new SigningKey(algorithm, key, publicKey, name);
  }

  /**
   * Signs claims (RFC 7519).
   *
   * @param type the header's {@code typ}
   * @param withKey whether the public key goes into the header in place of its id
   * @throws KeyUnusable if the key cannot sign by its algorithm
   */
  public String sign(String type, JsonObject claims, boolean withKey) {
    JWSHeader.Builder header = new JWSHeader.Builder(algorithm).type(new JOSEObjectType(type));
    if (withKey) {
      header.jwk(publicKey);
    } else {
      header.keyID(id.orElse(null));
    }
    JWSObject token = new JWSObject(header.build(), new Payload(JsonText.compact(claims)));
    try {
      if (algorithm.equals(JWSAlgorithm.EdDSA)) {
        return edwards(token);
      }
      token.sign(signer());
      return token.serialize();
    } catch (JOSEException | GeneralSecurityException | IllegalArgumentException e) {
      throw new KeyUnusable("it cannot sign by " + algorithm, e);
    }
  }

  private JWSSigner signer() throws JOSEException {
    return algorithm.equals(JWSAlgorithm.ES256)
        ? new ECDSASigner(key, Curve.P_256)
        : new RSASSASigner(key);
  }

  /** By the JDK; the JOSE library would need another one for it. */
  private String edwards(JWSObject token) throws GeneralSecurityException {
    Signature signature = Signature.getInstance("Ed25519");
    signature.initSign(key);
    signature.update(token.getSigningInput());
    return new String(token.getSigningInput(), StandardCharsets.US_ASCII)
        + "."
        + Base64.getUrlEncoder().withoutPadding().encodeToString(signature.sign());
  }

  /**
   * The public half's thumbprint (RFC 7638).
   *
   * @throws KeyUnusable if the public half is not known
   */
  public String thumbprint() {
    JWK known = publicKey;
    if (known == null) {
      throw new KeyUnusable("its public half is not known", null);
    }
    try {
      return known.computeThumbprint().toString();
    } catch (JOSEException e) {
      throw new KeyUnusable("it has no thumbprint", e);
    }
  }

  /** Shows nothing of the private half. */
  @Override
  public String toString() {
    return "SigningKey[" + algorithm + "]";
  }
}
