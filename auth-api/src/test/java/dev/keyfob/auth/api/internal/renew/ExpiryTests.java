package dev.keyfob.auth.api.internal.renew;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.keyfob.auth.testkit.FakeKey;
import dev.keyfob.auth.testkit.FakeSession;
import dev.keyfob.auth.testkit.MutableClock;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExpiryTests {
  private static final Instant NOW = MutableClock.START;

  @ParameterizedTest
  @CsvSource({"-1, true", "0, true", "1, true", "60, true", "61, false", "3600, false"})
  void due_unknownLifetime_isDecidedByTheSkew(long secondsLeft, boolean due) {
    assertEquals(due, Expiry.due(expiring(secondsLeft), NOW));
  }

  @ParameterizedTest
  @CsvSource({"-1, true", "0, true", "1, false"})
  void expired_isTheInstantItself(long secondsLeft, boolean expired) {
    assertEquals(expired, Expiry.expired(expiring(secondsLeft), NOW));
  }

  @ParameterizedTest
  // lifetime, seconds left, due
  @CsvSource({
    "60, 60, false", "60, 31, false", "60, 30, true", "3600, 61, false", "3600, 60, true",
    "120, 60, true", "10, 6, false", "10, 5, true", "0, 0, true", "-5, -5, true"
  })
  void due_shortLived_isDecidedByHalfTheLifetime(long lifetime, long left, boolean due) {
    var session = expiring(left).issued(NOW.plusSeconds(left).minusSeconds(lifetime));
    assertEquals(due, Expiry.due(session, NOW));
  }

  @Test
  void due_moreTimeWanted_isDecidedByThat() {
    assertTrue(Expiry.due(expiring(299), Duration.ofMinutes(5), NOW));
    assertFalse(Expiry.due(expiring(301), Duration.ofMinutes(5), NOW));
    assertTrue(Expiry.due(expiring(59), Duration.ofSeconds(1), NOW));
  }

  @Test
  void due_moreTimeWantedThanTokensLive_isNotAtEveryCall() {
    var session = expiring(3600).issued(NOW);
    assertFalse(Expiry.due(session, Duration.ofHours(2), NOW));
    assertFalse(Expiry.due(session, Duration.ofHours(2), NOW.plusSeconds(1799)));
    assertTrue(Expiry.due(session, Duration.ofHours(2), NOW.plusSeconds(1800)));
  }

  @Test
  void isJustIssued_secondsOld_isTrueAndNotForLong() {
    var session = expiring(3600).issued(NOW);
    assertTrue(Expiry.isJustIssued(session, NOW.plusSeconds(29)));
    assertFalse(Expiry.isJustIssued(session, NOW.plusSeconds(30)));
    assertFalse(Expiry.isJustIssued(expiring(3600), NOW));
    assertFalse(Expiry.isJustIssued(session, NOW.minus(Duration.ofDays(1))));
  }

  @Test
  void due_clockSetBackSinceItWasIssued_isTrue() {
    var session = expiring(3600).issued(NOW);
    assertFalse(Expiry.due(session, NOW.minusSeconds(60)), "clocks drift");
    assertTrue(Expiry.due(session, NOW.minus(Duration.ofHours(1))));
    assertTrue(Expiry.due(session, NOW.minus(Duration.ofDays(3650))));
    assertFalse(Expiry.expired(session, NOW.minus(Duration.ofDays(3650))));
  }

  @Test
  void due_withoutAnEnd_isNever() {
    assertFalse(Expiry.due(FakeKey.of("api_key", "k"), NOW));
    assertFalse(Expiry.expired(FakeKey.of("api_key", "k"), NOW));
  }

  private static FakeSession expiring(long seconds) {
    return FakeSession.of("oauth", "a", "r", NOW.plusSeconds(seconds));
  }
}
