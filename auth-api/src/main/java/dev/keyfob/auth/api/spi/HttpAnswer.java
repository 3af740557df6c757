package dev.keyfob.auth.api.spi;

import dev.keyfob.auth.api.stability.Evolving;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/**
 * A whole answer, small enough to hold.
 *
 * @param uri the address that answered
 * @param status the status code
 * @param headers the headers
 * @param body the body, not decoded; do not change it
 */
@SuppressWarnings("ArrayRecordComponent") // answers are read, never compared
@Evolving
public record HttpAnswer(URI uri, int status, HttpHeaders headers, byte[] body) {
  private static final Duration MAX_WAIT = Duration.ofMinutes(5);

  /**
   * Whether the status says success.
   *
   * @return true for 2xx
   */
  public boolean ok() {
    return status / 100 == 2;
  }

  /**
   * Whether the same request may succeed later.
   *
   * @return true for 408, 429 and 5xx
   */
  public boolean passing() {
    return status == 408 || status == 429 || status / 100 == 5;
  }

  /**
   * What time it was at the server (RFC 9110 section 6.6.1).
   *
   * @return the time of the answer; empty if it does not say or cannot be understood
   */
  public Optional<Instant> date() {
    return headers.firstValue("Date").flatMap(HttpAnswer::parseDate);
  }

  /**
   * How long the server asks to wait (RFC 9110 section 10.2.3), in seconds or as a date.
   *
   * @param now what a date is compared with, if the answer itself does not say when it was sent
   * @return the time, 0 to 5 minutes; empty if it does not say or cannot be understood
   */
  public Optional<Duration> retryAfter(Instant now) {
    return headers
        .firstValue("Retry-After")
        .map(String::strip)
        .flatMap(
            value ->
                parseSeconds(value)
                    .or(
                        () ->
                            parseDate(value)
                                .map(until -> Duration.between(date().orElse(now), until))))
        .map(wait -> wait.isNegative() ? Duration.ZERO : wait)
        .map(wait -> wait.compareTo(MAX_WAIT) > 0 ? MAX_WAIT : wait);
  }

  private static Optional<Duration> parseSeconds(String value) {
    if (value.isEmpty() || !value.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return Optional.empty();
    }
    return Optional.of(value.length() > 9 ? MAX_WAIT : Duration.ofSeconds(Long.parseLong(value)));
  }

  private static Optional<Instant> parseDate(String value) {
    try {
      return Optional.of(
          ZonedDateTime.parse(value.strip(), DateTimeFormatter.RFC_1123_DATE_TIME).toInstant());
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }

  /** The status alone: headers and body may hold secrets. */
  @Override
  public String toString() {
    return "HttpAnswer[" + status + "]";
  }
}
