package dev.keyfob.cli.output;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.keyfob.auth.api.AuthException;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimesTests {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

  @ParameterizedTest
  @CsvSource({"0, 0", "90, 90", "90s, 90", "5m, 300", "2h, 7200", "3d, 259200"})
  void parse_numberAndUnit_isTheLength(String text, long seconds) {
    assertEquals(Duration.ofSeconds(seconds), Times.parse("--timeout", text));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "m", "soon", "-5", "1.5h", "5 m", "5M", "12345678901", "PT5M"})
  void parse_anythingElse_namesTheOption(String text) {
    var e = assertThrows(AuthException.class, () -> Times.parse("--timeout", text));
    assertEquals(
        "The value of --timeout is not a length of time such as 90s, 5m or 1h.", e.getMessage());
  }

  @ParameterizedTest
  @CsvSource({
    "1, in 1 second",
    "90, in 90 seconds",
    "3600, in 60 minutes",
    "7200, in 2 hours",
    "864000, in 10 days",
    "-30, 30 seconds ago"
  })
  void relative_instant_isRounded(long seconds, String text) {
    assertEquals(text, Times.relative(NOW.plusSeconds(seconds), NOW));
  }
}
