package dev.keyfob.auth.api.spi.support;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;

/**
 * Reads points in time. The form that keyfob writes is read without a formatter, which is sixty
 * classes to load for whoever only wants to know whether a token is still good.
 */
final class Timestamps {
  private static final String SECONDS = "0000-00-00T00:00:00";
  private static final int NANO_DIGITS = 9;

  private Timestamps() {}

  /**
   * Reads a point in time in ISO 8601.
   *
   * @throws DateTimeException if it is none
   */
  static Instant parse(String text) {
    if (!hasForm(text)) {
      return Instant.parse(text);
    }
    int hour = number(text, 11, 13);
    int second = number(text, 17, 19);
    if (hour == 24 || second == 60) {
      return Instant.parse(text); // the end of a day and leap seconds have rules of their own
    }
    return LocalDateTime.of(
            number(text, 0, 4),
            number(text, 5, 7),
            number(text, 8, 10),
            hour,
            number(text, 14, 16),
            second,
            nanos(text))
        .toInstant(ZoneOffset.UTC);
  }

  private static boolean hasForm(String text) {
    int end = text.length() - 1;
    int fraction = end - SECONDS.length();
    if (end < SECONDS.length() || fraction > NANO_DIGITS + 1 || text.charAt(end) != 'Z') {
      return false;
    }
    for (int i = 0; i < end; i++) {
      char expected = i < SECONDS.length() ? SECONDS.charAt(i) : i == SECONDS.length() ? '.' : '0';
      char c = text.charAt(i);
      if (expected == '0' ? c < '0' || c > '9' : c != expected) {
        return false;
      }
    }
    return fraction != 1; // a point with nothing after it
  }

  private static int nanos(String text) {
    int from = SECONDS.length() + 1;
    int to = text.length() - 1;
    if (from > to) {
      return 0;
    }
    int nanos = number(text, from, to);
    for (int digits = to - from; digits < NANO_DIGITS; digits++) {
      nanos *= 10;
    }
    return nanos;
  }

  private static int number(String text, int from, int to) {
    return Integer.parseInt(text, from, to, 10);
  }
}
