package dev.keyfob.auth.api.spi.support;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the short way reads is what the formatter of the JDK reads, and so is what it refuses. */
class TimestampsTests {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "2026-11-27T03:27:32Z",
        "2026-11-27T03:27:32.5Z",
        "2026-11-27T03:27:32.523998292Z",
        "2026-11-27T03:27:32.000000001Z",
        "2024-02-29T23:59:59Z",
        "0000-01-01T00:00:00Z",
        "9999-12-31T23:59:59.999999999Z",
        "2026-11-27T24:00:00Z",
        "2016-12-31T23:59:60Z",
        "2026-11-27T03:27:32+01:00",
        "2026-11-27t03:27:32z",
        "2026-11-27T03:27:32.Z",
        "+12026-11-27T03:27:32Z"
      })
  void parse_aTime_isWhatTheFormatterReads(String text) {
    assertEquals(Instant.parse(text), Timestamps.parse(text));
  }

  @Test
  void parse_whateverAnInstantPrints_isThatInstant() {
    Random random = new Random(7);
    for (int i = 0; i < 2_000; i++) {
      Instant instant =
          Instant.ofEpochSecond(
              random.nextLong(0, 253_402_300_799L), random.nextInt(1_000_000_000));
      assertEquals(instant, Timestamps.parse(instant.toString()));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Z",
        "2026-11-27",
        "2026-11-27T03:27:32",
        "2026-11-27T03:27:32.1234567890Z",
        "2026-11-27T03:27:32.12x4Z",
        "2026-13-27T03:27:32Z",
        "2026-02-30T03:27:32Z",
        "2026-11-27T25:27:32Z",
        "2026-11-27T03:60:32Z",
        "2026-11-27T24:00:01Z",
        "2026-11-27 03:27:32Z",
        "\u0662026-11-27T03:27:32Z"
      })
  void parse_noTime_isRefusedAsByTheFormatter(String text) {
    assertThrows(DateTimeException.class, () -> Instant.parse(text));
    assertThrows(DateTimeException.class, () -> Timestamps.parse(text));
  }
}
