package dev.keyfob.auth.api.internal.renew;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.ErrorCode;
import dev.keyfob.auth.api.RenewableCredential;
import dev.keyfob.auth.api.internal.TestAccount;
import dev.keyfob.auth.api.internal.store.Account;
import dev.keyfob.auth.testkit.FakeKey;
import dev.keyfob.auth.testkit.FakeSession;
import dev.keyfob.auth.testkit.MutableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class RenewalCoordinatorTests {
  private static final String OLD =
      "{'oauth':{'access_token':'a1','refresh_token':'r1','expires_at':'2026-03-01T11:00:00Z',"
          + "'tool':'kept'},'user':{'email':'a@b.c'},'other':1}";
  private static final String NEW =
      "{'oauth':{'tool':'kept','access_token':'a2','refresh_token':'r2',"
          + "'expires_at':'2026-03-01T13:00:00Z'},'user':{'email':'a@b.c'},'other':1}";
  private static final Instant PAST = MutableClock.START.minusSeconds(3600);
  private static final Instant FUTURE = MutableClock.START.plusSeconds(3600);
  private static final FakeSession FIRST = FakeSession.of("oauth", "a1", "r1", PAST);
  private static final FakeSession SECOND = FakeSession.of("oauth", "a2", "r2", FUTURE);
  private static final FakeSession FOREIGN = FakeSession.of("oauth", "af", "rf", FUTURE);

  private final TestAccount acme = new TestAccount();

  @BeforeEach
  void storeAnExpiredSession() {
    acme.stored(OLD);
    acme.oauth.renewing(session -> SECOND);
  }

  @Nested
  class Renewing {
    @Test
    void renew_expiredSession_isStoredBeforeItIsReturned() {
      assertEquals(SECOND, renew(FIRST));
      assertEquals(NEW, acme.storedJson());
      assertEquals(List.of("r1"), refreshTokensSent());
    }

    @Test
    void renew_happensUnderTheAccountsLock() {
      AtomicReference<Boolean> held = new AtomicReference<>(false);
      acme.oauth.renewing(
          session -> {
            held.set(acme.locks.held("acme/default"));
            return SECOND;
          });
      renew(FIRST);
      assertTrue(held.get());
      assertEquals(List.of("acme/default"), acme.locks.taken());
    }

    @Test
    void renew_lockBusyPastItsLimit_neverRenewsWithoutIt() {
      acme.locks.busy();
      var failure = assertThrows(AuthException.LockTimeout.class, () -> renew(FIRST));
      assertEquals(ErrorCode.LOCK_TIMEOUT, failure.code());
      assertNothingSentAndNothingChanged();
    }

    @Test
    void renew_storeKnownNotToBeWritable_isFoundBeforeTheTokenIsSpent() {
      acme.store.notWritable("The file system is read-only.");
      assertThrows(AuthException.StoreUnavailable.class, () -> renew(FIRST));
      assertNothingSentAndNothingChanged();
    }

    @Test
    void renew_nothingToRenewWith_isSessionExpired() {
      acme.stored("{'oauth':{'access_token':'a1'}}");
      assertThrows(AuthException.SessionExpired.class, () -> renew(FIRST.withoutRefresh()));
      assertTrue(acme.oauth.renewed().isEmpty());
    }

    @Test
    void renew_loggedOutMeanwhile_isNotLoggedInAndDoesNotResurrect() {
      acme.store.delete(TestAccount.KEY);
      assertThrows(AuthException.NotLoggedIn.class, () -> renew(FIRST));
      assertTrue(acme.oauth.renewed().isEmpty());
      assertEquals("nothing", acme.storedJson());
    }

    @Test
    void renew_damagedMeanwhile_isStoreCorruptAndNothingSent() {
      acme.store.givenDamaged(TestAccount.KEY);
      assertThrows(AuthException.StoreCorrupt.class, () -> renew(FIRST));
      assertTrue(acme.oauth.renewed().isEmpty());
    }
  }

  @Nested
  class RenewedByAnother {
    @Test
    void renew_storedGenerationDiffers_isUsedWithoutTheNetwork() {
      acme.stored(NEW);
      assertEquals("a2", renew(FIRST).secret().reveal());
      assertTrue(acme.oauth.renewed().isEmpty());
      assertEquals(0, acme.store.writes());
    }

    @Test
    void renew_storedGenerationDiffersButHasExpired_isRenewedInItsTurn() {
      acme.stored(NEW.replace("13:00", "11:30").replace("a2", "ab").replace("r2", "rb"));
      assertEquals(SECOND, renew(FIRST));
      assertEquals(List.of("rb"), refreshTokensSent());
    }

    @Test
    void renew_tokensThatLiveShorterThanTheSkew_areRenewedOnceForAll() {
      Instant now = MutableClock.START;
      acme.oauth.renewing(
          session -> FakeSession.of("oauth", "a2", "r2", now.plusSeconds(60)).issued(now));
      for (int i = 0; i < 64; i++) {
        assertEquals("a2", renew(FIRST).secret().reveal());
      }
      assertEquals(1, acme.oauth.renewed().size());
    }
  }

  @Nested
  class Refused {
    @BeforeEach
    void refuse() {
      acme.oauth.renewing(RenewalCoordinatorTests::refuse);
    }

    @Test
    void renew_grantProvenDead_keepsTheDocumentAndMarksIt() {
      assertThrows(AuthException.SessionExpired.class, () -> renew(FIRST));
      assertTrue(acme.storedJson().contains("'refresh_token':'r1'"));
      assertTrue(acme.storedJson().contains("'dead':true"));
      assertTrue(acme.storedJson().contains("'other':1"));
    }

    @Test
    void renew_markedDead_isNotTriedAgain() {
      assertThrows(AuthException.SessionExpired.class, () -> renew(FIRST));
      assertThrows(AuthException.SessionExpired.class, () -> renew(FIRST));
      assertEquals(1, acme.oauth.renewed().size());
    }

    @Test
    void renew_anotherProgramHasRenewed_adoptsItsSession() {
      acme.oauth.renewing(
          session -> {
            acme.stored(NEW.replace("a2", "af").replace("r2", "rf"));
            throw expired();
          });
      assertEquals(FOREIGN, renew(FIRST));
      assertFalse(acme.storedJson().contains("dead"));
    }

    @Test
    void renew_newerStoredSessionHasExpiredToo_isRenewedOnce() {
      acme.oauth.renewing(
          session -> {
            if (session.secret().equals(FIRST.secret())) {
              acme.stored(OLD.replace("a1", "af").replace("r1", "rf"));
              throw expired();
            }
            return SECOND;
          });
      assertEquals(SECOND, renew(FIRST));
      assertEquals(List.of("r1", "rf"), refreshTokensSent());
      assertEquals(NEW, acme.storedJson());
    }

    @Test
    void renew_storeThatAlwaysChangesAndIsAlwaysRefused_ends() {
      AtomicInteger generation = new AtomicInteger(1);
      acme.oauth.renewing(
          session -> {
            int next = generation.incrementAndGet();
            acme.stored(OLD.replace("a1", "a" + next).replace("r1", "r" + next));
            throw expired();
          });
      assertThrows(AuthException.SessionExpired.class, () -> renew(FIRST));
      assertEquals(2, acme.oauth.renewed().size());
    }

    @Test
    void renew_markCannotBeWritten_stillTellsTheRefusal() {
      acme.store.failWrites("The disk is full.");
      assertThrows(AuthException.SessionExpired.class, () -> renew(FIRST));
      assertEquals(OLD, acme.storedJson());
    }

    @Test
    void renew_storeCannotBeReadAgain_stillTellsTheRefusal() {
      acme.oauth.renewing(
          session -> {
            acme.store.failReads("Input/output error.");
            throw expired();
          });
      assertThrows(AuthException.SessionExpired.class, () -> renew(FIRST));
    }

    @Test
    void renew_loggedOutDuringTheRequest_isNotLoggedIn() {
      acme.oauth.renewing(
          session -> {
            acme.store.delete(TestAccount.KEY);
            throw expired();
          });
      assertThrows(AuthException.NotLoggedIn.class, () -> renew(FIRST));
      assertEquals("nothing", acme.storedJson());
    }
  }

  @Nested
  class Passing {
    @Test
    void renew_identityProviderAway_changesNothing() {
      acme.oauth.renewing(
          session -> {
            throw new AuthException.Transient(ErrorCode.NETWORK, "Cannot reach it.", null);
          });
      var failure = assertThrows(AuthException.Transient.class, () -> renew(FIRST));
      assertEquals(ErrorCode.IDP_UNAVAILABLE, failure.code());
      assertEquals(OLD, acme.storedJson());
      assertEquals(0, acme.store.writes());
    }

    @Test
    void renew_identityProviderBackInTime_worksWithTheSameToken() {
      AtomicInteger calls = new AtomicInteger();
      acme.oauth.renewing(
          session -> {
            if (calls.incrementAndGet() < 3) {
              throw new AuthException.Transient(ErrorCode.NETWORK, "Cannot reach it.", null);
            }
            return SECOND;
          });
      assertEquals(SECOND, renew(FIRST));
      assertEquals(List.of("r1", "r1", "r1"), refreshTokensSent());
    }

    @Test
    void renew_everythingAsSlowAsItMayBe_givesTheLockBackInTime() {
      Duration slowest = Duration.ofSeconds(50);
      AtomicInteger calls = new AtomicInteger();
      acme.oauth.renewing(
          session -> {
            int call = calls.incrementAndGet();
            acme.clock.advance(call == 1 ? TransientRetry.BUDGET.minusSeconds(1) : slowest);
            if (call == 2) {
              acme.stored(OLD.replace("a1", "af").replace("r1", "rf"));
              throw expired();
            }
            throw new AuthException.Transient(ErrorCode.NETWORK, "Cannot reach it.", null);
          });
      assertThrows(AuthException.Transient.class, () -> renew(FIRST));
      assertEquals(3, calls.get());
      Duration held = Duration.between(MutableClock.START, acme.clock.instant());
      assertTrue(held.compareTo(Account.LOCK_LIMIT.minusSeconds(10)) < 0, held::toString);
    }

    @Test
    void renew_protocolError_isNeitherRetriedNorTakenForARefusal() {
      acme.oauth.renewing(
          session -> {
            throw new AuthException.Protocol("The answer is not JSON.", null, null);
          });
      assertThrows(AuthException.Protocol.class, () -> renew(FIRST));
      assertEquals(1, acme.oauth.renewed().size());
      assertEquals(OLD, acme.storedJson());
    }

    @Test
    void renew_providerThatBreaksItsContract_isAPluginError() {
      acme.oauth.renewing(session -> FakeKey.of("oauth", "not a session"));
      assertEquals(
          ErrorCode.PLUGIN_ERROR, assertThrows(AuthException.class, () -> renew(FIRST)).code());
      assertEquals(OLD, acme.storedJson());
    }
  }

  @Nested
  class PersistFails {
    @Test
    void renew_writeFails_deliversTheTokenAndSaysSo() {
      acme.store.failWrites("No space left on device.");
      assertEquals(SECOND, renew(FIRST));
      assertEquals(OLD, acme.storedJson());
      assertEquals(
          List.of(
              "The renewed session could not be saved and ends with this command: No space left on"
                  + " device."),
          acme.notices.warnings());
    }

    @Test
    void renew_storeWorksAgain_storesTheSessionWithoutAnotherRequest() {
      RenewalCoordinator coordinator = acme.coordinator();
      acme.store.failWrites("No space left on device.");
      renew(coordinator, FIRST);
      acme.store.failWrites(null);
      assertEquals(SECOND, renew(coordinator, FIRST));
      assertEquals(List.of("r1"), refreshTokensSent());
      assertEquals(NEW, acme.storedJson());
    }

    @Test
    void renew_onceMoreInTheSameProcess_neverSendsTheSpentToken() {
      RenewalCoordinator coordinator = acme.coordinator();
      FakeSession third = FakeSession.of("oauth", "a3", "r3", FUTURE.plusSeconds(9999));
      acme.store.failWrites("No space left on device.");
      renew(coordinator, FIRST);
      acme.clock.advance(Duration.ofHours(2));
      acme.oauth.renewing(session -> third);
      assertEquals(third, renew(coordinator, FIRST));
      assertEquals(third, renew(coordinator, FIRST));
      assertEquals(List.of("r1", "r2"), refreshTokensSent());
      assertEquals(OLD, acme.storedJson());
      acme.store.failWrites(null);
      assertEquals(third, renew(coordinator, FIRST));
      assertTrue(acme.storedJson().contains("'refresh_token':'r3'"));
    }

    @Test
    void renew_newLoginSince_usesThatAndForgetsWhatWasNotSaved() {
      RenewalCoordinator coordinator = acme.coordinator();
      acme.store.failWrites("No space left on device.");
      renew(coordinator, FIRST);
      acme.store.failWrites(null);
      String login = NEW.replace("a2", "af").replace("r2", "rf");
      acme.stored(login);
      assertEquals(FOREIGN, renew(coordinator, FIRST));
      assertEquals(login, acme.storedJson());
    }

    @Test
    void renew_readBeforeTheWriteFails_writesOnTopOfWhatWasRead() {
      acme.oauth.renewing(
          session -> {
            acme.store.failReads("Input/output error.");
            return SECOND;
          });
      assertEquals(SECOND, renew(FIRST));
      assertEquals(NEW, acme.storedJson());
    }

    @Test
    void renew_documentDamagedDuringTheRequest_deliversAndLeavesItAlone() {
      acme.oauth.renewing(
          session -> {
            acme.store.givenDamaged(TestAccount.KEY);
            return SECOND;
          });
      assertEquals(SECOND, renew(FIRST));
      assertEquals(0, acme.store.writes());
      assertEquals(1, acme.notices.warnings().size());
    }

    @Test
    void renew_changedBesideTheSession_keepsThatChange() {
      acme.oauth.renewing(
          session -> {
            acme.stored(OLD.replace("'other':1", "'other':2"));
            return SECOND;
          });
      renew(FIRST);
      assertEquals(NEW.replace("'other':1", "'other':2"), acme.storedJson());
    }

    @Test
    void renew_anotherProgramStoresASessionDuringTheRequest_doesNotOverwriteIt() {
      String foreign = NEW.replace("a2", "af").replace("r2", "rf");
      acme.oauth.renewing(
          session -> {
            acme.stored(foreign);
            return SECOND;
          });
      assertEquals(FOREIGN, renew(FIRST));
      assertEquals(foreign, acme.storedJson());
    }

    @Test
    void renew_anotherProgramLogsOutDuringTheRequest_withdrawsAndDoesNotResurrect() {
      acme.oauth.renewing(
          session -> {
            acme.store.delete(TestAccount.KEY);
            return SECOND;
          });
      assertThrows(AuthException.NotLoggedIn.class, () -> renew(FIRST));
      assertEquals("nothing", acme.storedJson());
      assertEquals(List.of(SECOND), acme.oauth.revoked());
    }
  }

  /** The answer was refused; the refresh token that came with it is the only one there is. */
  @Nested
  class Rotated {
    private final AuthException odd = new AuthException.Protocol("The answer is odd.", null, null);

    @BeforeEach
    void refuseTheAnswer() {
      acme.oauth.rotating(session -> FakeSession.of("oauth", "a1", "r2", PAST), odd);
    }

    @Test
    void renew_answerRefused_storesItsRefreshTokenAndSaysWhy() {
      assertEquals(odd, assertThrows(AuthException.Protocol.class, () -> renew(FIRST)));
      assertTrue(acme.storedJson().contains("'refresh_token':'r2'"), acme.storedJson());
      assertTrue(acme.storedJson().contains("'other':1"));
    }

    @Test
    void renew_onceMore_sendsTheRotatedToken() {
      assertThrows(AuthException.Protocol.class, () -> renew(FIRST));
      acme.oauth.rotating(null, null).renewing(session -> SECOND);
      assertEquals(SECOND, renew(FIRST));
      assertEquals(List.of("r1", "r2"), refreshTokensSent());
    }

    @Test
    void renew_storeFails_keepsItInMemory() {
      RenewalCoordinator coordinator = acme.coordinator();
      acme.store.failWrites("No space left on device.");
      assertThrows(AuthException.Protocol.class, () -> renew(coordinator, FIRST));
      acme.oauth.rotating(null, null).renewing(session -> SECOND);
      acme.store.failWrites(null);
      assertEquals(SECOND, renew(coordinator, FIRST));
      assertEquals(List.of("r1", "r2"), refreshTokensSent());
      assertEquals(NEW, acme.storedJson());
    }
  }

  @Nested
  class Closing {
    @Test
    void close_renewalUnderWay_waitsUntilItIsStored() throws Exception {
      CountDownLatch requested = new CountDownLatch(1);
      CountDownLatch answer = new CountDownLatch(1);
      acme.oauth.renewing(
          session -> {
            requested.countDown();
            awaitUninterrupted(answer);
            return SECOND;
          });
      Thread caller = Thread.ofVirtual().start(() -> renew(FIRST));
      requested.await();
      AtomicReference<String> storedWhenClosed = new AtomicReference<>();
      Thread closer =
          Thread.ofVirtual()
              .start(
                  () -> {
                    acme.renewals.close();
                    storedWhenClosed.set(acme.storedJson());
                  });
      assertFalse(closer.join(Duration.ofMillis(50)));
      answer.countDown();
      closer.join();
      caller.join();
      assertEquals(NEW, storedWhenClosed.get());
    }

    @Test
    void renew_closed_sendsNothing() {
      acme.renewals.close();
      assertThrows(AuthException.Cancelled.class, () -> renew(FIRST));
      assertNothingSentAndNothingChanged();
    }

    @Test
    void close_betweenTwoAttempts_sendsNoOther() {
      acme.oauth.renewing(
          session -> {
            Thread.ofVirtual().start(acme.renewals::close);
            while (isOpen()) {
              Thread.onSpinWait();
            }
            throw new AuthException.Transient(ErrorCode.NETWORK, "Cannot reach it.", null);
          });
      assertThrows(AuthException.Cancelled.class, () -> renew(FIRST));
      assertEquals(1, acme.oauth.renewed().size());
    }

    private boolean isOpen() {
      try {
        acme.renewals.requireOpen();
        return true;
      } catch (AuthException.Cancelled e) {
        return false;
      }
    }
  }

  @Nested
  class NoMemory {
    @Test
    void renew_noMemoryForAMoment_isStoredAllTheSame() {
      acme.store.failNextWrites(1, new OutOfMemoryError("a test's"));
      assertEquals(SECOND, renew(FIRST));
      assertEquals(NEW, acme.storedJson());
    }

    @Test
    void renew_noMemoryForLong_keepsTheSessionForThisProcess() {
      RenewalCoordinator coordinator = acme.coordinator();
      acme.store.failNextWrites(99, new StackOverflowError("a test's"));
      assertEquals(SECOND, renew(coordinator, FIRST));
      acme.store.failNextWrites(0, new StackOverflowError("a test's"));
      assertEquals(SECOND, renew(coordinator, FIRST));
      assertEquals(List.of("r1"), refreshTokensSent());
      assertEquals(NEW, acme.storedJson());
    }
  }

  @Nested
  class ManyThreads {
    @Test
    void renew_burstOfThreads_sendsOneRequest() throws Exception {
      RenewalCoordinator coordinator = acme.coordinator();
      assertEquals(Set.of("a2"), burst(List.of(coordinator)));
      assertEquals(1, acme.oauth.renewed().size());
    }

    @Test
    void renew_twoInstancesInOneProcess_sendOneRequest() throws Exception {
      assertEquals(Set.of("a2"), burst(List.of(acme.coordinator(), acme.coordinator())));
      assertEquals(1, acme.oauth.renewed().size());
    }

    @Test
    void renew_interruptedCaller_stopsWaitingAndTheSessionIsStoredAllTheSame() throws Exception {
      CountDownLatch requested = new CountDownLatch(1);
      CountDownLatch answer = new CountDownLatch(1);
      AtomicReference<Thread> worker = new AtomicReference<>();
      acme.oauth.renewing(
          session -> {
            worker.set(Thread.currentThread());
            requested.countDown();
            awaitUninterrupted(answer);
            return SECOND;
          });
      AtomicReference<Throwable> thrown = new AtomicReference<>();
      Thread caller =
          Thread.ofVirtual()
              .start(
                  () -> {
                    try {
                      renew(FIRST);
                    } catch (AuthException e) {
                      thrown.set(e);
                    }
                  });
      requested.await();
      caller.interrupt();
      caller.join();
      assertEquals(AuthException.Cancelled.class, thrown.get().getClass());
      assertEquals(OLD, acme.storedJson());
      answer.countDown();
      worker.get().join();
      assertEquals(NEW, acme.storedJson());
    }

    private Set<String> burst(List<RenewalCoordinator> coordinators) throws Exception {
      int threads = 16;
      CyclicBarrier start = new CyclicBarrier(threads);
      List<Future<RenewableCredential>> results = new ArrayList<>();
      try (ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor()) {
        for (int i = 0; i < threads; i++) {
          RenewalCoordinator coordinator = coordinators.get(i % coordinators.size());
          results.add(
              pool.submit(
                  () -> {
                    start.await();
                    return coordinator.renew(acme.account(), acme.oauth, FIRST);
                  }));
        }
      }
      Set<String> tokens = new HashSet<>();
      for (Future<RenewableCredential> result : results) {
        tokens.add(result.get().secret().reveal());
      }
      return tokens;
    }
  }

  private RenewableCredential renew(FakeSession sent) {
    return renew(acme.coordinator(), sent);
  }

  private RenewableCredential renew(RenewalCoordinator coordinator, FakeSession sent) {
    return coordinator.renew(acme.account(), acme.providers().get("oauth"), sent);
  }

  private List<String> refreshTokensSent() {
    return acme.oauth.renewed().stream().map(s -> s.refresh().orElseThrow().reveal()).toList();
  }

  private void assertNothingSentAndNothingChanged() {
    assertTrue(acme.oauth.renewed().isEmpty());
    assertEquals(OLD, acme.storedJson());
    assertEquals(0, acme.store.writes());
  }

  private static FakeSession refuse(FakeSession session) {
    throw expired();
  }

  private static AuthException expired() {
    return new AuthException.SessionExpired(TestAccount.KEY, "the grant is dead.");
  }

  private static void awaitUninterrupted(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError("the interrupt of a caller has reached the renewal", e);
    }
  }
}
