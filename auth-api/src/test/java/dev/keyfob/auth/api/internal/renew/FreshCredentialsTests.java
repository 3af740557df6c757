package dev.keyfob.auth.api.internal.renew;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.ErrorCode;
import dev.keyfob.auth.api.internal.TestAccount;
import dev.keyfob.auth.testkit.FakeSession;
import dev.keyfob.auth.testkit.MutableClock;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class FreshCredentialsTests {
  private final TestAccount acme = new TestAccount();

  @BeforeEach
  void renewForAnHour() {
    acme.oauth.renewing(
        session ->
            FakeSession.of("oauth", "renewed", "r2", acme.clock.instant().plusSeconds(3600))
                .issued(acme.clock.instant()));
  }

  @Nested
  class Get {
    @Test
    void get_freshSession_isUsedAsItIs() {
      session(3600);
      var credentials = acme.credentials();
      var found = credentials.find(acme.account());
      assertSame(found, credentials.freshen(acme.account(), found, Duration.ZERO));
    }

    @Test
    void get_sessionWithinTheSkew_isRenewed() {
      session(60);
      assertEquals("renewed", token(Duration.ZERO));
    }

    @Test
    void get_lessThanTheWantedTimeLeft_isRenewed() {
      session(299);
      assertEquals("renewed", token(Duration.ofMinutes(5)));
    }

    @Test
    void get_expiredWithoutARefreshToken_isSessionExpired() {
      acme.stored("{'oauth':{'access_token':'a','expires_at':'2026-03-01T11:59:59Z'}}");
      var failure = assertThrows(AuthException.SessionExpired.class, () -> token(Duration.ZERO));
      assertEquals("keyfob login acme", failure.hint().orElseThrow());
    }

    @Test
    void get_secondsLeftWithoutARefreshToken_isUsed() {
      acme.stored("{'oauth':{'access_token':'a','expires_at':'2026-03-01T12:00:05Z'}}");
      assertEquals("a", token(Duration.ZERO));
    }

    @Test
    void get_nothingStored_isNotLoggedIn() {
      assertThrows(AuthException.NotLoggedIn.class, () -> token(Duration.ZERO));
    }

    @Test
    void get_staticKey_isNeverRenewed() {
      acme.stored("{'api_key':'k'}");
      assertEquals("k", token(Duration.ofDays(1)));
    }
  }

  @Nested
  class ProviderAway {
    @BeforeEach
    void away() {
      acme.oauth.renewing(
          session -> {
            throw new AuthException.Transient(ErrorCode.NETWORK, "Cannot reach it.", null);
          });
    }

    @Test
    void get_tokenThatStillWorks_isUsedWithAWarning() {
      session(50);
      assertEquals("old", token(Duration.ZERO));
      assertTrue(acme.notices.warnings().getFirst().startsWith("The session was not renewed"));
    }

    @Test
    void get_tokenThatStillWorksButTooShort_isAnError() {
      session(50);
      assertThrows(AuthException.Transient.class, () -> token(Duration.ofMinutes(5)));
    }

    @Test
    void get_expiredToken_isIdpUnavailableAndNeverALogin() {
      session(-1);
      var failure = assertThrows(AuthException.Transient.class, () -> token(Duration.ZERO));
      assertEquals(ErrorCode.IDP_UNAVAILABLE, failure.code());
      assertTrue(failure.hint().isEmpty());
      assertTrue(acme.storedJson().contains("'refresh_token':'r1'"));
    }

    @Test
    void get_tokenThatExpiresDuringTheRetries_isAnError() {
      session(Duration.ofMillis(500));
      assertThrows(AuthException.Transient.class, () -> token(Duration.ZERO));
    }
  }

  @Nested
  class Renew {
    @Test
    void renew_environmentCredential_isAUsageErrorThatNamesIt() {
      acme.profile("{'environment':{'apiKey':['ACME_KEY']}}");
      acme.environment.put("ACME_KEY", "key");
      var failure =
          assertThrows(AuthException.Misconfigured.class, FreshCredentialsTests.this::renew);
      assertTrue(failure.getMessage().contains("ACME_KEY (api_key)"));
    }

    @Test
    void renew_freshSession_isForced() {
      session(3600);
      assertEquals("renewed", renew());
    }

    @Test
    void renew_sessionThatWorksButCannotBeRenewed_doesNotSayExpired() {
      acme.stored("{'oauth':{'access_token':'a','expires_at':'2026-03-01T13:00:00Z'}}");
      var failure =
          assertThrows(AuthException.NotLoggedIn.class, FreshCredentialsTests.this::renew);
      assertEquals("The session of acme still works but cannot be renewed.", failure.getMessage());
      assertEquals("keyfob login acme", failure.hint().orElseThrow());
    }
  }

  @Nested
  class ClockJumps {
    @Test
    void get_clockJumpsAheadAndBack_renewsOnceEachAndNeverLoops() {
      session(3600);
      for (Duration jump :
          new Duration[] {
            Duration.ofHours(1), Duration.ofHours(-1), Duration.ofDays(3650), Duration.ofDays(-3650)
          }) {
        acme.clock.advance(jump);
        int before = acme.oauth.renewed().size();
        token(Duration.ZERO);
        token(Duration.ZERO);
        token(Duration.ZERO);
        assertTrue(acme.oauth.renewed().size() <= before + 1, "after " + jump);
      }
      Instant expiry =
          Instant.parse(acme.storedJson().replaceAll(".*'expires_at':'([^']*)'.*", "$1"));
      assertEquals(MutableClock.START.plusSeconds(3600), expiry);
    }
  }

  private void session(long secondsLeft) {
    session(Duration.ofSeconds(secondsLeft));
  }

  private void session(Duration left) {
    acme.stored(
        "{'oauth':{'access_token':'old','refresh_token':'r1','expires_at':'"
            + acme.clock.instant().plus(left)
            + "'}}");
  }

  private String token(Duration minValid) {
    return acme.credentials().get(acme.account(), minValid).credential().secret().reveal();
  }

  private String renew() {
    var credentials = acme.credentials();
    return credentials
        .renew(acme.account(), credentials.find(acme.account()))
        .credential()
        .secret()
        .reveal();
  }
}
