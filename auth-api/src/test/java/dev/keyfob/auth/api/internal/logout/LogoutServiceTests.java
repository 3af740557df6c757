package dev.keyfob.auth.api.internal.logout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.Credential;
import dev.keyfob.auth.api.LogoutReport;
import dev.keyfob.auth.api.RenewableCredential;
import dev.keyfob.auth.api.Revocation;
import dev.keyfob.auth.api.internal.TestAccount;
import dev.keyfob.auth.api.internal.renew.RenewalCoordinator;
import dev.keyfob.auth.api.internal.store.OtherCopies;
import dev.keyfob.auth.api.internal.store.StoreRecords;
import dev.keyfob.auth.api.internal.store.StoreTransactions;
import dev.keyfob.auth.testkit.FakeSession;
import dev.keyfob.auth.testkit.InMemoryStore;
import dev.keyfob.auth.testkit.MutableClock;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogoutServiceTests {
  private static final String SESSION = "{'access_token':'a1','refresh_token':'r1'}";

  @TempDir Path directory;

  private final TestAccount acme = new TestAccount();

  @Test
  void logout_copyLeftInAnotherStore_isRemovedToo() {
    InMemoryStore left = new InMemoryStore("keychain").given(TestAccount.KEY, "{\"pat\":\"old\"}");
    acme.stored("{'api_key':'k'}");
    logout(new OtherCopies(Optional.empty(), List.of(left)));
    assertEquals(Optional.empty(), left.json(TestAccount.KEY));
    assertEquals(List.of(), records().leftovers(TestAccount.KEY));
  }

  @Test
  void logout_session_isRevokedThenDeleted() {
    acme.stored("{'oauth':" + SESSION + ",'user':{'email':'a@b.c'}}");
    LogoutReport report = logout();
    assertEquals(List.of("oauth"), report.cleared());
    assertEquals(Revocation.REVOKED, report.revocation());
    assertEquals(1, acme.oauth.revoked().size());
    assertEquals("nothing", acme.storedJson());
  }

  @Test
  void logout_severalCredentials_clearsAllAndReportsTheWorstRevocation() {
    acme.stored("{'oauth':" + SESSION + ",'api_key':'k','pat':'p'}");
    acme.apiKey.revoking(Revocation.NOTHING_TO_REVOKE);
    acme.pat.revoking(Revocation.NOT_CONFIRMED);
    LogoutReport report = logout();
    assertEquals(List.of("api_key", "pat", "oauth"), report.cleared());
    assertEquals(Revocation.NOT_CONFIRMED, report.revocation());
  }

  @Test
  void logout_whatOtherToolsKeep_stays() {
    acme.stored("{'oauth':" + SESSION + ",'user':{'email':'a'},'organization':'kept'}");
    logout();
    assertEquals("{'organization':'kept'}", acme.storedJson());
  }

  @Test
  void logout_credentialThatCannotBeRead_isDeletedAndReportedAsNotConfirmed() {
    acme.stored("{'oauth':42}");
    assertEquals(Revocation.NOT_CONFIRMED, logout().revocation());
    assertEquals("nothing", acme.storedJson());
  }

  @Test
  void logout_nothingStored_isNoError() {
    LogoutReport report = logout();
    assertEquals(List.of(), report.cleared());
    assertEquals(Revocation.NOTHING_TO_REVOKE, report.revocation());
  }

  @Test
  void logout_variableStillSet_isReportedWhateverTheOrder() {
    acme.profile("{'precedence':['oauth'],'environment':{'apiKey':['ACME_KEY']}}");
    acme.environment.put("ACME_KEY", "x");
    assertEquals(Optional.of("ACME_KEY"), logout().stillActiveFrom());
  }

  @Test
  void logout_damagedDocument_isAnErrorAndTouchesNothing() {
    acme.store.givenDamaged(TestAccount.KEY);
    assertThrows(AuthException.StoreCorrupt.class, this::logout);
  }

  @Nested
  class RacingARenewal {
    @Test
    void logout_duringARenewal_waitsAndLeavesNoSession() throws Exception {
      CountDownLatch requested = new CountDownLatch(1);
      CountDownLatch answer = new CountDownLatch(1);
      FakeSession fresh = FakeSession.of("oauth", "a2", "r2", MutableClock.START.plusSeconds(3600));
      acme.stored("{'oauth':" + SESSION + "}");
      acme.oauth.renewing(
          session -> {
            requested.countDown();
            await(answer);
            return fresh;
          });
      RenewalCoordinator coordinator = acme.coordinator();
      AtomicReference<RenewableCredential> renewed = new AtomicReference<>();
      Thread renewal =
          Thread.ofVirtual()
              .start(
                  () ->
                      renewed.set(
                          coordinator.renew(
                              acme.account(),
                              acme.oauth,
                              FakeSession.of("oauth", "a1", "r1", MutableClock.START))));
      requested.await();
      AtomicReference<LogoutReport> report = new AtomicReference<>();
      Thread logout = Thread.ofVirtual().start(() -> report.set(logout()));
      acme.locks.awaitWaiter("acme/default");
      answer.countDown();
      renewal.join();
      logout.join();
      assertEquals(fresh, renewed.get());
      assertEquals("nothing", acme.storedJson());
      assertEquals(
          List.of("a2"), secrets(acme.oauth.revoked()), "the renewed session is the one revoked");
    }

    @Test
    void renew_afterALogout_doesNotResurrect() {
      FakeSession known = FakeSession.of("oauth", "a1", "r1", MutableClock.START);
      acme.stored("{'oauth':" + SESSION + "}");
      logout();
      assertThrows(
          AuthException.NotLoggedIn.class,
          () -> acme.coordinator().renew(acme.account(), acme.oauth, known));
      assertEquals("nothing", acme.storedJson());
    }

    private static void await(CountDownLatch latch) {
      try {
        latch.await();
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }
  }

  private static List<String> secrets(List<Credential> credentials) {
    return credentials.stream().map(credential -> credential.secret().reveal()).toList();
  }

  private LogoutReport logout() {
    return logout(OtherCopies.NOWHERE);
  }

  private LogoutReport logout(OtherCopies elsewhere) {
    return new LogoutService(
            acme.providers(), acme.resolver(), new StoreTransactions(records(), acme.locks))
        .logout(acme.account(), () -> elsewhere);
  }

  private StoreRecords records() {
    return new StoreRecords(directory.resolve("accounts"), "file", acme.notices);
  }
}
