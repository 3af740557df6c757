package dev.keyfob.auth.api.spi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.net.http.HttpHeaders;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpAnswerTests {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

  @ParameterizedTest
  @CsvSource({"0, 0", "7, 7", "300, 300", "301, 300", "999999999999999999999, 300"})
  void retryAfter_seconds_areCapped(String value, long seconds) {
    assertEquals(
        Optional.of(Duration.ofSeconds(seconds)),
        answer(Map.of("Retry-After", value)).retryAfter(NOW));
  }

  @Test
  void retryAfter_date_isComparedWithTheServersOwnClock() {
    var answer =
        answer(
            Map.of(
                "Date", "Fri, 01 Mar 2024 12:00:00 GMT",
                "Retry-After", "Fri, 01 Mar 2024 12:00:30 GMT"));
    assertEquals(Optional.of(Duration.ofSeconds(30)), answer.retryAfter(NOW));
  }

  @Test
  void retryAfter_dateWithoutServerTime_isComparedWithOurs() {
    assertEquals(
        Optional.of(Duration.ofSeconds(20)),
        answer(Map.of("Retry-After", "Sun, 01 Mar 2026 12:00:20 GMT")).retryAfter(NOW));
    assertEquals(
        Optional.of(Duration.ZERO),
        answer(Map.of("Retry-After", "Sun, 06 Nov 1994 08:49:37 GMT")).retryAfter(NOW));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "soon", "-5", "1.5", "Someday, 06 Nov 1994"})
  void retryAfter_nonsense_isEmpty(String value) {
    assertEquals(Optional.empty(), answer(Map.of("Retry-After", value)).retryAfter(NOW));
  }

  @Test
  void date_isTheServersTime() {
    assertEquals(Optional.of(NOW), answer(Map.of("Date", "Sun, 01 Mar 2026 12:00:00 GMT")).date());
    assertEquals(Optional.empty(), answer(Map.of("Date", "rubbish")).date());
    assertEquals(Optional.empty(), answer(Map.of()).date());
  }

  @Test
  void passing_onlyWhatMayWorkLater() {
    for (int status : List.of(408, 429, 500, 502, 503, 599)) {
      assertTrue(status(status).passing());
    }
    for (int status : List.of(200, 302, 400, 401, 403, 404)) {
      assertFalse(status(status).passing());
    }
  }

  @Test
  void toString_hidesHeadersAndBody() {
    assertEquals("HttpAnswer[200]", answer(Map.of("Set-Cookie", "canary")).toString());
  }

  private static HttpAnswer answer(Map<String, String> headers) {
    Map<String, List<String>> lists =
        headers.entrySet().stream()
            .collect(Collectors.toMap(Map.Entry::getKey, e -> List.of(e.getValue())));
    return new HttpAnswer(
        URI.create("https://idp.example/"),
        200,
        HttpHeaders.of(lists, (n, v) -> true),
        new byte[0]);
  }

  private static HttpAnswer status(int status) {
    return new HttpAnswer(
        URI.create("https://idp.example/"),
        status,
        HttpHeaders.of(Map.of(), (n, v) -> true),
        new byte[0]);
  }
}
