package dev.keyfob.auth.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.keyfob.auth.api.spi.support.JsonText;
import dev.keyfob.auth.testkit.FakeProvider;
import dev.keyfob.auth.testkit.FakeSession;
import dev.keyfob.auth.testkit.InMemoryStore;
import dev.keyfob.auth.testkit.MutableClock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** One {@link Keyfob} in many hands. */
@Timeout(60)
class KeyfobThreadsTests {
  private static final AccountKey KEY = AccountKey.of("acme");
  private static final int THREADS = 64;

  @TempDir private Path home;
  private final MutableClock clock = new MutableClock();
  private final InMemoryStore store = new InMemoryStore("memory");
  private final FakeProvider oauth = new FakeProvider("oauth");
  private final AtomicInteger renewals = new AtomicInteger();

  @Test
  void token_dueForManyThreads_isRenewedOnce() throws Exception {
    storedSession("old", Duration.ofSeconds(1));
    oauth.renewing(session -> renewed());
    CyclicBarrier together = new CyclicBarrier(THREADS);
    try (Keyfob keyfob = open();
        ExecutorService threads = Executors.newCachedThreadPool()) {
      List<Future<String>> tokens = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        boolean later = i % 2 == 0;
        tokens.add(
            threads.submit(
                () -> {
                  together.await();
                  return later ? secret(keyfob.tokenAsync(KEY, Duration.ZERO)) : secret(keyfob);
                }));
      }

      assertEquals(Set.of("new-1"), all(tokens));
    }
    assertEquals(1, renewals.get());
  }

  @Test
  void token_freshWhileARenewalIsUnderWay_waitsForNobody() throws Exception {
    storedSession("old", Duration.ofHours(1));
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch answer = new CountDownLatch(1);
    oauth.renewing(
        session -> {
          asked.countDown();
          await(answer);
          return renewed();
        });
    try (Keyfob keyfob = open();
        ExecutorService threads = Executors.newCachedThreadPool()) {
      assertEquals("old", secret(keyfob));
      Future<ResolvedCredential> renewal = threads.submit(() -> keyfob.refresh(KEY));
      await(asked);

      assertEquals("old", secret(keyfob));

      answer.countDown();
      renewal.get();
      assertEquals("new-1", secret(keyfob));
    }
  }

  @Test
  void close_whileOthersWork_endsTheirNextCall() throws Exception {
    storedSession("old", Duration.ofHours(1));
    CountDownLatch working = new CountDownLatch(THREADS);
    try (ExecutorService threads = Executors.newCachedThreadPool()) {
      Keyfob keyfob = open();
      List<Future<String>> workers = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        workers.add(
            threads.submit(
                () -> {
                  secret(keyfob);
                  working.countDown();
                  while (true) {
                    secret(keyfob);
                  }
                }));
      }
      await(working);

      keyfob.close();

      for (Future<String> worker : workers) {
        ExecutionException end = assertThrows(ExecutionException.class, worker::get);
        assertInstanceOf(IllegalStateException.class, end.getCause());
      }
    }
  }

  private Keyfob open() {
    return Keyfob.builder()
        .environment(Map.of("KEYFOB_HOME", home.toString()))
        .clock(clock)
        .profile("acme", JsonText.parseObject("{\"oauth\": {}}"))
        .provider(oauth)
        .store(store)
        .withoutPluginFolder()
        .workingDirectory(home)
        .open();
  }

  private void storedSession(String access, Duration life) {
    FakeSession session = FakeSession.of("oauth", access, "r-1", clock.instant().plus(life));
    store.given(KEY, "{\"oauth\":" + JsonText.compact(oauth.encode(session, null)) + "}");
  }

  private FakeSession renewed() {
    int number = renewals.incrementAndGet();
    return FakeSession.of(
        "oauth", "new-" + number, "r-" + number, clock.instant().plus(Duration.ofHours(1)));
  }

  private static String secret(Keyfob keyfob) {
    return keyfob.token(KEY, Duration.ZERO).credential().secret().reveal();
  }

  private static String secret(CompletableFuture<ResolvedCredential> later) {
    return later.join().credential().secret().reveal();
  }

  private static Set<String> all(List<Future<String>> futures) throws Exception {
    Set<String> all = new HashSet<>();
    for (Future<String> future : futures) {
      all.add(future.get());
    }
    return all;
  }

  private static void await(CountDownLatch latch) {
    try {
      if (!latch.await(30, TimeUnit.SECONDS)) {
        throw new AssertionError("nothing happened");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }
}
