package dev.keyfob.auth.api.internal.status;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.ErrorCode;
import dev.keyfob.auth.api.Identity;
import dev.keyfob.auth.api.StatusReport;
import dev.keyfob.auth.api.StatusReport.State;
import dev.keyfob.auth.api.internal.TestAccount;
import dev.keyfob.auth.api.spi.support.JsonText;
import dev.keyfob.auth.testkit.FakeSession;
import dev.keyfob.auth.testkit.MutableClock;
import jakarta.json.JsonObject;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StatusServiceTests {
  private final TestAccount acme = new TestAccount();

  @Test
  void identity_rejectedKeyFromTheEnvironment_namesTheVariable() {
    acme.profile("{'environment':{'apiKey':['ACME_KEY']}}").environment.put("ACME_KEY", "x");
    acme.apiKey.identifying(
        c -> {
          throw new AuthException.Denied(ErrorCode.INVALID_CREDENTIAL, "Rejected.", "log in");
        });
    AuthException e =
        assertThrows(AuthException.Denied.class, () -> service().whoami(acme.account()));
    assertEquals(
        "acme does not accept the api_key in the environment variable ACME_KEY.", e.getMessage());
    assertEquals(Optional.of("unset ACME_KEY"), e.hint());
  }

  @Nested
  class Offline {
    @ParameterizedTest
    @CsvSource({
      "2026-03-01T13:00:00Z, FRESH, true",
      "2026-03-01T12:00:30Z, EXPIRING, true",
      "2026-03-01T11:00:00Z, EXPIRED, true"
    })
    void status_session_tellsItsAge(String expiresAt, State state, boolean usable) {
      session(expiresAt, ",'scope':'openid'");
      StatusReport report = offline();
      assertEquals(state, report.state());
      assertEquals(usable, report.usable());
      assertTrue(report.credential().orElseThrow().refreshable());
      assertEquals(Optional.of("openid"), report.credential().orElseThrow().scope());
    }

    @Test
    void status_expiredAndDead_isNotUsable() {
      session("2026-03-01T11:00:00Z", ",'dead':true");
      assertFalse(offline().credential().orElseThrow().refreshable());
      assertFalse(offline().usable());
    }

    @Test
    void status_bareToken_isExpiredWithoutATimeToShow() {
      session("1970-01-01T00:00:00Z", "");
      assertEquals(State.EXPIRED, offline().state());
      assertEquals(Optional.empty(), offline().credential().orElseThrow().expiresAt());
    }

    @Test
    void status_staticKey_doesNotAge() {
      acme.stored("{'api_key':'k','user':{'email':'a@b.c'}}");
      assertEquals(State.STATIC, offline().state());
      assertEquals("a@b.c", offline().user().orElseThrow().getString("email"));
    }

    @Test
    void status_environmentKey_isNotGivenTheStoredIdentity() {
      acme.profile("{'environment':{'apiKey':['ACME_KEY']}}").environment.put("ACME_KEY", "x");
      acme.stored("{'user':{'email':'somebody@else'}}");
      assertEquals(Optional.empty(), offline().user());
    }

    @Test
    void status_nothing_isNone() {
      assertEquals(State.NONE, offline().state());
      assertFalse(offline().usable());
    }

    @Test
    void status_broken_isThrownUnlessTheSourcesAreWanted() {
      acme.store.givenDamaged(TestAccount.KEY);
      assertThrows(AuthException.StoreCorrupt.class, StatusServiceTests.this::offline);
      StatusReport report = service().status(acme.account(), false, true);
      assertEquals(ErrorCode.STORE_CORRUPT, report.problem().orElseThrow().code());
      assertTrue(report.sources().getFirst().verdict().startsWith("broken: "));
      assertFalse(report.usable());
    }

    private StatusReport offlineExplained() {
      return service().status(acme.account(), false, true);
    }

    @Test
    void status_explained_listsTheSources() {
      acme.stored("{'api_key':'k'}");
      assertEquals(
          List.of("used", "absent", "absent"),
          offlineExplained().sources().stream().map(source -> source.verdict()).toList());
    }
  }

  @Nested
  class Online {
    @Test
    void status_tooOld_isRenewedAndIdentified() {
      session("2026-03-01T11:00:00Z", "");
      acme.oauth.renewing(
          s -> FakeSession.of("oauth", "a2", "r2", MutableClock.START.plusSeconds(3600)));
      acme.oauth.identifying(c -> Optional.of(json("{'data':{'email':'new@b.c','phone':'1'}}")));
      StatusReport report = online();
      assertEquals(State.FRESH, report.state());
      assertEquals("{\"email\":\"new@b.c\"}", JsonText.compact(report.user().orElseThrow()));
    }

    @Test
    void status_serviceAway_isAProblemAndNotARejection() {
      acme.stored("{'api_key':'k','user':{'email':'a@b.c'}}");
      acme.apiKey.identifying(
          c -> {
            throw new AuthException.Transient(ErrorCode.API_ERROR, "Away.", null);
          });
      StatusReport report = online();
      assertEquals(ErrorCode.API_ERROR, report.problem().orElseThrow().code());
      assertTrue(report.usable());
      assertEquals("a@b.c", report.user().orElseThrow().getString("email"));
    }

    @Test
    void status_rejected_isNotUsable() {
      acme.stored("{'api_key':'k'}");
      acme.apiKey.identifying(
          c -> {
            throw new AuthException.Denied(ErrorCode.INVALID_CREDENTIAL, "No.", null);
          });
      assertFalse(online().usable());
    }

    @Test
    void status_grantDead_isReportedAsAProblem() {
      session("2026-03-01T11:00:00Z", "");
      acme.oauth.renewing(
          s -> {
            throw new AuthException.SessionExpired(TestAccount.KEY, "dead.");
          });
      StatusReport report = online();
      assertEquals(ErrorCode.SESSION_EXPIRED, report.problem().orElseThrow().code());
      assertEquals(State.EXPIRED, report.state());
      assertFalse(report.usable());
    }

    private StatusReport online() {
      return service().status(acme.account(), true, false);
    }
  }

  @Nested
  class Whoami {
    @Test
    void whoami_firstIdentityField_isTheName() {
      acme.profile("{'identityFields':['email','profile.first']}").stored("{'api_key':'k'}");
      acme.apiKey.identifying(
          c -> Optional.of(json("{'profile':{'first':'Ada'},'email':'a@b.c'}")));
      Identity identity = service().whoami(acme.account());
      assertEquals("a@b.c", identity.name());
      assertEquals("{\"email\":\"a@b.c\",\"first\":\"Ada\"}", JsonText.compact(identity.user()));
    }

    @Test
    void whoami_serviceWithoutIdentity_fallsBackToTheLogin() {
      acme.stored("{'api_key':'k','user':{'email':'a@b.c'}}");
      assertEquals("a@b.c", service().whoami(acme.account()).name());
    }

    @Test
    void whoami_nobodyKnows_isAnApiErrorWithARemedy() {
      acme.stored("{'api_key':'k'}");
      acme.apiKey.identifying(c -> Optional.of(json("{'email':null,'name':['x'],'id':{}}")));
      var failure =
          assertThrows(AuthException.Protocol.class, () -> service().whoami(acme.account()));
      assertEquals(ErrorCode.API_ERROR, failure.code());
      assertTrue(failure.hint().isPresent());
    }

    @Test
    void whoami_notLoggedIn_saysSo() {
      assertThrows(AuthException.NotLoggedIn.class, () -> service().whoami(acme.account()));
    }
  }

  private void session(String expiresAt, String more) {
    acme.stored(
        "{'oauth':{'access_token':'a','refresh_token':'r','expires_at':'"
            + expiresAt
            + "'"
            + more
            + "}}");
  }

  private StatusReport offline() {
    return service().status(acme.account(), false, false);
  }

  private StatusService service() {
    return new StatusService(acme.resolver(), acme.credentials(), acme.providers());
  }

  private static JsonObject json(String text) {
    return JsonText.parseObject(text.replace('\'', '"'));
  }
}
