package dev.keyfob.cli.output;

import dev.keyfob.auth.api.AccountKey;
import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.Secret;
import dev.keyfob.auth.api.spi.support.JsonText;
import jakarta.json.JsonException;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;

/**
 * What a token says about itself (RFC 7519), which nobody has verified here. The signature is left
 * out: what is printed cannot be used in the token's place.
 *
 * @param header the header
 * @param claims the claims
 */
public record TokenClaims(JsonObject header, JsonObject claims) {
  private static final Set<String> TIMES = Set.of("exp", "iat", "nbf", "auth_time", "updated_at");

  /**
   * Reads a token.
   *
   * @param token the token
   * @param key whose it is, for the message
   * @throws AuthException.Misconfigured if it is opaque
   */
  public static TokenClaims of(Secret token, AccountKey key) {
    String[] parts = token.reveal().split("\\.", -1);
    if (parts.length == 3) {
      try {
        return new TokenClaims(part(parts[0]), part(parts[1]));
      } catch (IllegalArgumentException | JsonException e) {
        // said below
      }
    }
    throw AuthException.usage(
        "The credential of " + key + " is opaque: only the service knows what is in it.",
        key.command("status"));
  }

  private static JsonObject part(String encoded) {
    return JsonText.parseObject(Base64.getUrlDecoder().decode(encoded));
  }

  /** For programs: the object of {@code token --decode --json}. */
  public JsonObject json() {
    return new Json().put("header", header).put("claims", claims).put("verified", false).build();
  }

  /**
   * For people.
   *
   * @param now the time
   * @return lines of text
   */
  public String text(Instant now) {
    Table table = new Table("  ");
    table.row("header", "");
    header.forEach((name, value) -> table.row("  " + name, Users.text(value)));
    table.row("claims", "");
    claims.forEach((name, value) -> table.row("  " + name, words(name, value, now)));
    return table.toString();
  }

  private static String words(String name, JsonValue value, Instant now) {
    return TIMES.contains(name) && value instanceof JsonNumber seconds
        ? time(seconds)
            .map(at -> Times.relative(at, now) + " (" + Times.local(at) + ")")
            .orElse(value.toString())
        : Users.text(value);
  }

  private static Optional<Instant> time(JsonNumber seconds) {
    try {
      return Optional.of(Instant.ofEpochSecond(seconds.longValue()))
          .filter(at -> at.isBefore(Instant.parse("9999-12-31T00:00:00Z")));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  /** Whose token it is, nobody needs to see. */
  @Override
  public String toString() {
    return "TokenClaims[" + claims.size() + " claims]";
  }
}
