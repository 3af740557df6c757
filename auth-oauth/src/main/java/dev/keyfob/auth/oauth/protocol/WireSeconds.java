package dev.keyfob.auth.oauth.protocol;

import jakarta.json.JsonNumber;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Lengths of time as identity providers send them: seconds, as a number or as a text. */
public final class WireSeconds {
  private static final double LATEST = 253_402_300_799.0; // the end of the year 9999

  private WireSeconds() {}

  /**
   * Reads a length of time; whatever is absurd is brought within bounds.
   *
   * @return empty if there is none, or what is there is no number
   */
  public static Optional<Duration> read(@Nullable JsonValue value, Duration min, Duration max) {
    return number(value)
        .map(
            number ->
                Duration.ofSeconds(
                    (long)
                        Math.clamp(
                            number.doubleValue(),
                            (double) min.toSeconds(),
                            (double) max.toSeconds())));
  }

  /**
   * The same, but nothing and less than nothing mean that no end is known: services whose tokens do
   * not end say 0.
   */
  public static Optional<Duration> positive(@Nullable JsonValue value, Duration min, Duration max) {
    return number(value).filter(seconds -> seconds.signum() > 0).isPresent()
        ? read(value, min, max)
        : Optional.empty();
  }

  /** Reads a point in time: seconds since 1970, as a number or as a text, or ISO 8601. */
  public static Optional<Instant> time(@Nullable JsonValue value) {
    Optional<BigDecimal> seconds = number(value).filter(number -> number.signum() > 0);
    if (seconds.isPresent()) {
      return Optional.of(
          Instant.ofEpochSecond((long) Math.min(seconds.get().doubleValue(), LATEST)));
    }
    try {
      return value instanceof JsonString text
          ? Optional.of(Instant.parse(text.getString().strip()))
          : Optional.empty();
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private static Optional<BigDecimal> number(@Nullable JsonValue value) {
    try {
      return switch (value) {
        case JsonNumber number -> Optional.of(number.bigDecimalValue());
        case JsonString text -> Optional.of(new BigDecimal(text.getString().strip()));
        case null, default -> Optional.empty();
      };
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }
}
