package dev.keyfob.it.reliability;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpExchange;
import java.net.URI;
import java.text.ParseException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Keys that sessions are bound to (RFC 9449), seen without the code under test. */
final class BoundKey {
  /** The thumbprint of no key, of a session that is bound to none. */
  static final String NONE = "";

  private BoundKey() {}

  /** A key as a login makes it. */
  static ECKey fresh() {
    try {
      return new ECKeyGenerator(Curve.P_256)
          .algorithm(JWSAlgorithm.ES256)
          .keyUse(KeyUse.SIGNATURE)
          .keyIDFromThumbprint(true)
          .generate();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  static String thumbprint(JWK key) {
    try {
      return key.computeThumbprint().toString();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Of a private key that is stored; throws where that is none. */
  static String thumbprintOfStored(String jwk) {
    try {
      ECKey key = ECKey.parse(jwk);
      if (!key.isPrivate()) {
        throw new AssertionError("the private half of the session's key is gone");
      }
      return thumbprint(key);
    } catch (ParseException e) {
      throw new AssertionError("what is stored with the session is no key", e);
    }
  }

  /** Of the key that a request proves to have; {@link #NONE} if its proof is missing or wrong. */
  static String thumbprintOfProof(HttpExchange exchange, URI target) {
    String proof = exchange.getRequestHeaders().getFirst("DPoP");
    try {
      return proof == null ? NONE : thumbprintOf(SignedJWT.parse(proof), target);
    } catch (ParseException | JOSEException e) {
      return NONE;
    }
  }

  private static String thumbprintOf(SignedJWT proof, URI target)
      throws ParseException, JOSEException {
    @Nullable JWK key = proof.getHeader().getJWK();
    Map<String, Object> claims = proof.getJWTClaimsSet().getClaims();
    boolean good =
        key instanceof ECKey ec
            && !ec.isPrivate()
            && proof.verify(new ECDSAVerifier(ec))
            && "POST".equals(claims.get("htm"))
            && target.toString().equals(claims.get("htu"));
    return good && key != null ? thumbprint(key) : NONE;
  }
}
