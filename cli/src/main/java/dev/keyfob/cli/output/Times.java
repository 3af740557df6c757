package dev.keyfob.cli.output;

import dev.keyfob.auth.api.AuthException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;

/** Lengths of time as people write and read them. */
public final class Times {
  private static final long MINUTE = 60;
  private static final long HOUR = 60 * MINUTE;
  private static final long DAY = 24 * HOUR;
  private static final int MAX_DIGITS = 9;

  private Times() {}

  /**
   * Reads a length of time.
   *
   * @param option the option it was given for, for the message
   * @param text a whole number, and {@code s}, {@code m}, {@code h} or {@code d}; seconds without
   * @return the length
   * @throws AuthException.Misconfigured if it is none
   */
  public static Duration parse(String option, String text) {
    String digits = text;
    long unit = 1;
    if (!text.isEmpty()) {
      unit =
          switch (text.charAt(text.length() - 1)) {
            case 's' -> 1;
            case 'm' -> MINUTE;
            case 'h' -> HOUR;
            case 'd' -> DAY;
            default -> 0;
          };
      digits = unit == 0 ? text : text.substring(0, text.length() - 1);
      unit = Math.max(1, unit);
    }
    if (digits.isEmpty() || digits.length() > MAX_DIGITS || !isNumber(digits)) {
      throw AuthException.usage(
          "The value of " + option + " is not a length of time such as 90s, 5m or 1h.", null);
    }
    return Duration.ofSeconds(Long.parseLong(digits) * unit);
  }

  /**
   * Tells when something ends.
   *
   * @param end when
   * @param now the time
   * @return for example {@code in 42 minutes}
   */
  public static String relative(Instant end, Instant now) {
    long seconds = Duration.between(now, end).toSeconds();
    String length = length(Math.abs(seconds));
    return seconds >= 0 ? "in " + length : length + " ago";
  }

  /**
   * Tells for how long something works, in few characters.
   *
   * @param end when it ends
   * @param now the time
   * @return for example {@code 42 minutes}
   */
  public static String shortly(Instant end, Instant now) {
    long seconds = Duration.between(now, end).toSeconds();
    return seconds <= 0 ? "expired" : length(seconds);
  }

  /**
   * A time as the clock on the wall shows it.
   *
   * @param time the time
   * @return for example {@code 2026-03-01 14:00 +01:00}
   */
  public static String local(Instant time) {
    ZonedDateTime here = time.atZone(ZoneId.systemDefault());
    String offset = here.getOffset().getTotalSeconds() == 0 ? "UTC" : here.getOffset().getId();
    return here.toLocalDate()
        + " "
        + here.toLocalTime().truncatedTo(ChronoUnit.MINUTES)
        + " "
        + offset;
  }

  private static String length(long seconds) {
    if (seconds < 2 * MINUTE) {
      return count(seconds, "second");
    }
    if (seconds < 2 * HOUR) {
      return count(seconds / MINUTE, "minute");
    }
    return seconds < 2 * DAY ? count(seconds / HOUR, "hour") : count(seconds / DAY, "day");
  }

  private static String count(long number, String unit) {
    return number == 1 ? "1 " + unit : number + " " + unit + "s";
  }

  private static boolean isNumber(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return false;
      }
    }
    return true;
  }
}
