package dev.keyfob.auth.oauth.idtoken;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.RSAKey;
import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.Secret;
import dev.keyfob.auth.api.spi.ProviderContext;
import dev.keyfob.auth.api.spi.support.JsonText;
import dev.keyfob.auth.oauth.discovery.AuthorizationServer;
import dev.keyfob.auth.oauth.protocol.ServerText;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import java.net.URI;
import java.text.ParseException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Validates ID tokens (OpenID Connect Core section 3.1.3.7): the signature here, by a key of the
 * identity provider and an algorithm that needs one; the claims in {@link IdTokenClaims}.
 */
public final class IdTokenValidator {
  /**
   * Asymmetric algorithms only. {@code none} proves nothing, and with the HS family a public key
   * could be passed off as the shared secret.
   */
  static final Set<JWSAlgorithm> ALGORITHMS =
      Set.of(
          JWSAlgorithm.RS256,
          JWSAlgorithm.RS384,
          JWSAlgorithm.RS512,
          JWSAlgorithm.PS256,
          JWSAlgorithm.PS384,
          JWSAlgorithm.PS512,
          JWSAlgorithm.ES256,
          JWSAlgorithm.ES384,
          JWSAlgorithm.ES512,
          JWSAlgorithm.EdDSA,
          JWSAlgorithm.Ed25519);

  private static final int MIN_RSA_BITS = 2048;

  private final AuthorizationServer server;
  private final SigningKeys keys;
  private final ProviderContext context;
  private final String what;

  public IdTokenValidator(AuthorizationServer server, URI jwksUri, ProviderContext context) {
    this(server, new SigningKeys(jwksUri, context), context, "ID token");
  }

  private IdTokenValidator(
      AuthorizationServer server, SigningKeys keys, ProviderContext context, String what) {
    this.server = server;
    this.keys = keys;
    this.context = context;
    this.what = what;
  }

  /**
   * Validates a token. Blocks for the identity provider's keys.
   *
   * @param nonce what was sent with the authorization request; empty if nothing was
   * @param accessToken what came along with it
   * @param serverTime the server's time, if it says, to tell a wrong clock from an old token
   * @return the claims
   * @throws AuthException.Protocol if it is not valid
   * @throws AuthException.Transient if the keys cannot be fetched now
   */
  public JsonObject validate(
      Secret idToken, Optional<String> nonce, Secret accessToken, Optional<Instant> serverTime) {
    JWSObject token = parse(idToken);
    JWSHeader header = token.getHeader();
    requireAllowed(header.getAlgorithm());
    requireSignature(token);
    JsonObject claims = claims(token);
    new IdTokenClaims(server, context.clock().instant(), serverTime)
        .require(claims, nonce, header.getAlgorithm().getName(), accessToken);
    return claims;
  }

  /**
   * Validates a signed answer of the userinfo endpoint (OpenID Connect Core section 5.3.2). Blocks
   * for the identity provider's keys.
   *
   * @param answer the answer's body
   * @return the claims; whose they are is the caller's to check
   * @throws AuthException.Protocol if it is not valid
   * @throws AuthException.Transient if the keys cannot be fetched now
   */
  public JsonObject validateUserinfo(Secret answer) {
    IdTokenValidator userinfo = new IdTokenValidator(server, keys, context, "userinfo");
    JWSObject token = userinfo.parse(answer);
    if (!ALGORITHMS.contains(token.getHeader().getAlgorithm())) {
      throw userinfo.invalid("its algorithm is not allowed");
    }
    userinfo.requireSignature(token);
    JsonObject claims = userinfo.claims(token);
    if (claims.containsKey("iss")
        && server.issuerRule().filter(rule -> rule.isTokenOf(claims)).isEmpty()) {
      throw userinfo.invalid("it was issued by another issuer");
    }
    if (claims.containsKey("aud") && !IdTokenClaims.audience(claims).contains(server.clientId())) {
      throw userinfo.invalid("it was issued to another client");
    }
    return claims;
  }

  private JWSObject parse(Secret idToken) {
    try {
      return JWSObject.parse(idToken.reveal());
    } catch (ParseException | IllegalArgumentException e) {
      throw invalid("it is not a signed JWT");
    }
  }

  private void requireAllowed(JWSAlgorithm algorithm) {
    List<String> advertised = server.idTokenAlgorithms();
    if (!ALGORITHMS.contains(algorithm)
        || (!advertised.isEmpty() && !advertised.contains(algorithm.getName()))) {
      throw invalid(
          "it is signed with " + ServerText.clean(algorithm.getName()) + ", which is not allowed");
    }
  }

  private void requireSignature(JWSObject token) {
    List<JWK> candidates = keys.candidates(token.getHeader());
    if (candidates.isEmpty()) {
      throw invalid("it is signed with a key that the identity provider does not publish");
    }
    for (JWK key : candidates) {
      if (verifies(token, key)) {
        return;
      }
    }
    throw invalid("its signature is wrong");
  }

  private static boolean verifies(JWSObject token, JWK key) {
    try {
      return switch (key) {
        case RSAKey rsa when rsa.size() >= MIN_RSA_BITS -> token.verify(new RSASSAVerifier(rsa));
        case ECKey ec -> token.verify(new ECDSAVerifier(ec));
        case OctetKeyPair edwards -> EdwardsSignature.verifies(token, edwards);
        default -> false;
      };
    } catch (JOSEException e) {
      return false; // not of this key, or not a key at all: no proof either way
    }
  }

  private JsonObject claims(JWSObject token) {
    try {
      return JsonText.parseObject(token.getPayload().toBytes());
    } catch (JsonException e) {
      throw invalid("its claims are not one JSON object");
    }
  }

  private AuthException invalid(String problem) {
    return new AuthException.Protocol(
        "The " + what + " from " + server.name() + " is not valid: " + problem + ".", null, null);
  }
}
