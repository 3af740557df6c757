package dev.keyfob.auth.oauth.idtoken;

import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.Secret;
import dev.keyfob.auth.oauth.discovery.AuthorizationServer;
import dev.keyfob.auth.oauth.protocol.JwtPayload;
import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** What the claims of an ID token must say (OpenID Connect Core sections 2 and 3.1.3.7). */
final class IdTokenClaims {
  /** What two clocks may differ by. */
  static final Duration SKEW = Duration.ofMinutes(5);

  private static final int MAX_SUBJECT = 255;

  private final AuthorizationServer server;
  private final Instant now;
  private final Optional<Instant> serverTime;

  IdTokenClaims(AuthorizationServer server, Instant now, Optional<Instant> serverTime) {
    this.server = server;
    this.now = now;
    this.serverTime = serverTime;
  }

  /**
   * Checks the claims.
   *
   * @param nonce what they must repeat; empty if none was sent
   * @param algorithm the signature's, which also says how {@code at_hash} is made
   * @throws AuthException.Protocol if one is wrong or missing
   */
  void require(JsonObject claims, Optional<String> nonce, String algorithm, Secret accessToken) {
    requireIssuer(claims);
    requireAudience(claims);
    requireSubject(claims);
    requireTimes(claims);
    requireNonce(claims, nonce);
    requireAccessTokenHash(claims, algorithm, accessToken);
  }

  private void requireIssuer(JsonObject claims) {
    if (server.issuerRule().filter(rule -> rule.isTokenOf(claims)).isEmpty()) {
      throw invalid("it was issued by another issuer");
    }
  }

  /**
   * Numbers 3 to 5: whoever else is in the audience could have obtained this token and be passing
   * it on, unless it says that it was issued at our request, or the profile trusts them.
   */
  private void requireAudience(JsonObject claims) {
    List<String> audience = audience(claims);
    if (!audience.contains(server.clientId())) {
      throw invalid("it was issued to another client");
    }
    JsonValue authorized = claims.get("azp");
    if (authorized != null && !text(claims, "azp").equals(Optional.of(server.clientId()))) {
      throw invalid("it was issued at another client's request");
    }
    if (authorized == null && !audience.stream().allMatch(this::isTrusted)) {
      throw invalid("it was issued to other clients too, of which the profile trusts not all");
    }
  }

  /** Whom a token is for: one text, or a list (RFC 7519 section 4.1.3). */
  static List<String> audience(JsonObject claims) {
    return switch (claims.get("aud")) {
      case JsonString one -> List.of(one.getString());
      case JsonArray many ->
          many.stream()
              .map(entry -> entry instanceof JsonString one ? one.getString() : "")
              .toList();
      case null, default -> List.of();
    };
  }

  private boolean isTrusted(String audience) {
    return audience.equals(server.clientId())
        || server.dialect().trustedAudiences().contains(audience);
  }

  private void requireSubject(JsonObject claims) {
    String subject = text(claims, "sub").orElse("");
    if (subject.isEmpty() || subject.length() > MAX_SUBJECT) {
      throw invalid("it does not say whose it is");
    }
  }

  private void requireTimes(JsonObject claims) {
    Instant expires = time(claims, "exp");
    Instant issued = time(claims, "iat");
    if (!now.isBefore(expires.plus(SKEW))) {
      throw outOfTime("it has expired");
    }
    if (now.plus(SKEW).isBefore(issued)) {
      throw outOfTime("it was issued in the future");
    }
    if (claims.containsKey("nbf") && now.plus(SKEW).isBefore(time(claims, "nbf"))) {
      throw outOfTime("it is not valid yet");
    }
  }

  private Instant time(JsonObject claims, String name) {
    if (claims.get(name) instanceof JsonNumber number && number.doubleValue() > 0) {
      return JwtPayload.time(claims, name).orElseThrow();
    }
    throw invalid(name + " is missing or not a time");
  }

  private AuthException outOfTime(String problem) {
    Optional<Duration> off =
        serverTime
            .map(time -> Duration.between(time, now))
            .filter(difference -> difference.abs().compareTo(SKEW) > 0);
    if (off.isEmpty()) {
      return invalid(problem);
    }
    return new AuthException.Protocol(
        "The clock of this machine is "
            + off.get().abs().toMinutes()
            + " minutes "
            + (off.get().isNegative() ? "behind" : "ahead of")
            + " that of "
            + server.name()
            + ", so that its ID token cannot be checked.",
        "set the clock of this machine",
        null);
  }

  private void requireNonce(JsonObject claims, Optional<String> nonce) {
    if (nonce.isPresent() && !constantTimeEquals(nonce.get(), text(claims, "nonce").orElse(""))) {
      throw invalid("it does not belong to this login");
    }
  }

  /** OpenID Connect Core section 3.1.3.6: the left half of the hash that the algorithm uses. */
  private void requireAccessTokenHash(JsonObject claims, String algorithm, Secret accessToken) {
    if (!claims.containsKey("at_hash")) {
      return;
    }
    try {
      byte[] hash =
          MessageDigest.getInstance(hashName(algorithm))
              .digest(accessToken.reveal().getBytes(StandardCharsets.US_ASCII));
      String expected =
          Base64.getUrlEncoder()
              .withoutPadding()
              .encodeToString(Arrays.copyOf(hash, hash.length / 2));
      if (!constantTimeEquals(expected, text(claims, "at_hash").orElse(""))) {
        throw invalid("it belongs to another access token");
      }
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Ed25519 hashes by SHA-512 itself (RFC 8032 section 5.1). */
  private static String hashName(String algorithm) {
    return algorithm.startsWith("Ed") ? "SHA-512" : "SHA-" + algorithm.substring(2);
  }

  private static boolean constantTimeEquals(String one, String other) {
    return MessageDigest.isEqual(
        one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
  }

  private static Optional<String> text(JsonObject claims, String name) {
    return claims.get(name) instanceof JsonString text
        ? Optional.of(text.getString())
        : Optional.empty();
  }

  private AuthException invalid(String problem) {
    return new AuthException.Protocol(
        "The ID token from " + server.name() + " is not valid: " + problem + ".", null, null);
  }
}
