package dev.keyfob.store.postgresql;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.keyfob.auth.api.CredentialDocument;
import dev.keyfob.auth.api.Notices;
import jakarta.json.JsonValue;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TokenCacheTests {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  @TempDir Path folder;

  /** How long ago the server has confirmed the entry, and how long ago it was asked, in seconds. */
  @ParameterizedTest
  @CsvSource({
    "0, 0, true",
    "4, 4, true",
    "6, 6, false", // a logout is noticed in time, however recently the server was asked
    "9, 9, false",
    "30, 3, true", // it did not answer: not asked at once again
    "30, 11, false",
    "700, 3, false",
    "-5, -5, false"
  })
  void isRecent_confirmedAndAsked_decideWhetherTheServerIsAsked(
      long confirmed, long asked, boolean recent) {
    TokenCache cache =
        new TokenCache(
            new LocalFiles(folder, ".json", Notices.NONE),
            Clock.fixed(NOW, ZoneOffset.UTC),
            Duration.ofSeconds(5));
    TokenCache.Entry entry =
        new TokenCache.Entry(
            CredentialDocument.of(JsonValue.EMPTY_JSON_OBJECT),
            1,
            NOW.minusSeconds(confirmed),
            NOW.minusSeconds(asked));

    assertEquals(recent, cache.isRecent(entry));
  }
}
