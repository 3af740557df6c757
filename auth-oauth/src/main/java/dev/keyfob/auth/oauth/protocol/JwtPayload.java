package dev.keyfob.auth.oauth.protocol;

import dev.keyfob.auth.api.Secret;
import dev.keyfob.auth.api.spi.support.JsonText;
import jakarta.json.JsonException;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;

/** The claims in a JWT, read and not verified (RFC 7519 section 4). */
public final class JwtPayload {
  private static final long MAX_TIME = 253_402_300_799L; // the end of the year 9999

  private JwtPayload() {}

  /** The claims; empty if the token is not a JWT, which it need not be. */
  public static Optional<JsonObject> read(Secret token) {
    String text = token.reveal();
    int first = text.indexOf('.');
    int second = text.indexOf('.', first + 1);
    if (first < 0 || second < 0 || text.indexOf('.', second + 1) >= 0) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          JsonText.parseObject(Base64.getUrlDecoder().decode(text.substring(first + 1, second))));
    } catch (IllegalArgumentException | JsonException e) {
      return Optional.empty();
    }
  }

  /** A claim that is a time (RFC 7519 section 2, NumericDate). */
  public static Optional<Instant> time(JsonObject claims, String name) {
    return claims.get(name) instanceof JsonNumber number
        ? Optional.of(
            Instant.ofEpochSecond((long) Math.clamp(number.doubleValue(), 0, (double) MAX_TIME)))
        : Optional.empty();
  }
}
