package dev.keyfob.it.api;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import com.sun.net.httpserver.Headers;
import dev.keyfob.it.api.Verdict.Admitted;
import dev.keyfob.it.api.Verdict.Refused;
import java.net.MalformedURLException;
import java.net.URI;
import java.text.ParseException;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Checks a bearer by the issuer's published keys, and static keys by comparison. Thread-safe. */
final class CredentialCheck {

  private static final String BEARER = "Bearer ";

  private final DefaultJWTProcessor<SecurityContext> tokens = new DefaultJWTProcessor<>();
  private final Map<String, Caller> staticKeys;

  CredentialCheck(URI issuer, Map<String, Caller> staticKeys) {
    this.staticKeys = Map.copyOf(staticKeys);
    DefaultJWTClaimsVerifier<SecurityContext> claims =
        new DefaultJWTClaimsVerifier<>(
            new JWTClaimsSet.Builder().issuer(issuer.toString()).build(), Set.of("sub", "exp"));
    // Expired means expired: tests wait for that second.
    claims.setMaxClockSkew(0);
    tokens.setJWTClaimsSetVerifier(claims);
    tokens.setJWSKeySelector(
        new JWSVerificationKeySelector<>(
            JWSAlgorithm.RS256, JWKSourceBuilder.create(keysOf(issuer)).build()));
  }

  private static java.net.URL keysOf(URI issuer) {
    try {
      return URI.create(issuer + "/protocol/openid-connect/certs").toURL();
    } catch (MalformedURLException e) {
      throw new IllegalArgumentException("not an issuer: " + issuer, e);
    }
  }

  Verdict judge(Headers headers) {
    String key = headers.getFirst("X-Api-Key");
    if (key != null) {
      return judgeStatic(key);
    }
    String authorization = headers.getFirst("Authorization");
    if (authorization == null || !authorization.startsWith(BEARER)) {
      return Refused.missing();
    }
    String bearer = authorization.substring(BEARER.length());
    return staticKeys.containsKey(bearer) ? judgeStatic(bearer) : judgeToken(bearer);
  }

  private Verdict judgeStatic(String key) {
    Caller caller = staticKeys.get(key);
    return caller == null ? Refused.invalid("unknown key") : new Admitted(caller);
  }

  private Verdict judgeToken(String token) {
    try {
      JWTClaimsSet claims = tokens.process(token, null);
      return new Admitted(
          new Caller(
              Objects.requireNonNull(claims.getSubject()),
              claim(claims, "name"),
              claim(claims, "email")));
    } catch (ParseException | BadJOSEException | JOSEException e) {
      return Refused.invalid("the token is malformed, forged or expired");
    }
  }

  private static String claim(JWTClaimsSet claims, String name) {
    return Objects.toString(claims.getClaim(name), "");
  }
}
