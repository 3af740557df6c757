package dev.keyfob.it.reliability;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.keyfob.auth.api.Keyfob;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A clock that somebody sets while sessions are stored and in memory. */
class ClockJumpIT {
  private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");

  @TempDir Path directory;

  private final AtomicReference<Instant> now = new AtomicReference<>(START);
  private final Clock clock = ((InstantSource) now::get).withZone(ZoneOffset.UTC);
  private StrictIdentityProvider provider;
  private Home home;

  @BeforeEach
  void logIn() {
    provider = StrictIdentityProvider.start();
    home = Home.of(directory.resolve("keyfob"), provider);
    home.store(provider.grants().issue());
  }

  @AfterEach
  void close() {
    provider.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"PT1H", "-PT1H", "P3650D", "-P3650D"})
  void token_clockThatJumps_costsOneRenewalAndNoSession(String jump) {
    try (Keyfob longRunning = Library.in(home, clock)) {
      String first = token(longRunning);
      assertEquals(1, provider.tokenRequests());

      now.updateAndGet(time -> time.plus(Duration.parse(jump)));

      String second = token(longRunning);
      for (int i = 0; i < 20; i++) {
        assertEquals(second, token(longRunning));
        assertEquals(second, tokenOfANewProcess());
      }
      assertTrue(provider.tokenRequests() <= 2, "renewed again and again");

      now.set(START); // somebody sets it right
      String third = token(longRunning);
      for (int i = 0; i < 20; i++) {
        assertEquals(third, token(longRunning));
        assertEquals(third, tokenOfANewProcess());
      }
      assertTrue(provider.tokenRequests() <= 3, "renewed again and again");
      assertTrue(first.startsWith(Tokens.MARK));
    }
  }

  @Test
  void token_clockThatJumpsToAndFro_neverEndsTheSession() {
    for (int i = 1; i <= 50; i++) {
      now.set(START.plus(Duration.ofDays(i % 2 == 0 ? 3650 : -3650)));
      assertEquals(home.tokens().access().isEmpty(), tokenOfANewProcess().isEmpty());
      assertEquals(home.tokens().access(), tokenOfANewProcess());
    }
    assertTrue(provider.tokenRequests() <= 50);
  }

  private String tokenOfANewProcess() {
    try (Keyfob keyfob = Library.in(home, clock)) {
      return token(keyfob);
    }
  }

  private static String token(Keyfob keyfob) {
    return keyfob.token(Home.PROFILE).credential().secret().reveal();
  }
}
