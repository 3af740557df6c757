package dev.keyfob.auth.oauth.protocol;

import jakarta.json.JsonNumber;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Lengths of time as identity providers send them: seconds, as a number or as a text. */
public final class WireSeconds {
  private WireSeconds() {}

  /**
   * Reads a length of time; whatever is absurd is brought within bounds.
   *
   * @return empty if there is none, or what is there is no number
   */
  public static Optional<Duration> read(@Nullable JsonValue value, Duration min, Duration max) {
    BigDecimal seconds;
    try {
      seconds =
          switch (value) {
            case JsonNumber number -> number.bigDecimalValue();
            case JsonString text -> new BigDecimal(text.getString().strip());
            case null, default -> null;
          };
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
    return Optional.ofNullable(seconds)
        .map(
            number ->
                Duration.ofSeconds(
                    (long)
                        Math.clamp(
                            number.doubleValue(),
                            (double) min.toSeconds(),
                            (double) max.toSeconds())));
  }
}
