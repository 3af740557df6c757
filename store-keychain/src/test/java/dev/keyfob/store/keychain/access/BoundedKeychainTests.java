package dev.keyfob.store.keychain.access;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.keyfob.auth.api.AuthException;
import dev.keyfob.store.keychain.access.CallDeadline.Limits;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class BoundedKeychainTests {
  private static final KeychainItem SLOT = new KeychainItem("keyfob", "acme", "default");
  private static final Duration NEVER = Duration.ofDays(1);
  private static final Duration SHORT = Duration.ofMillis(5);

  private interface Script {
    Optional<byte[]> run();
  }

  /** A keychain whose every call is what a test makes of it. */
  private record Scripted(Script script) implements Keychain {
    @Override
    public void probe() {
      script.run();
    }

    @Override
    public void requireWritable(KeychainItem entry) {
      script.run();
    }

    @Override
    public Optional<byte[]> find(KeychainItem entry) {
      return script.run();
    }

    @Override
    public void put(KeychainItem entry, byte[] text) {
      script.run();
    }

    @Override
    public boolean delete(KeychainItem entry) {
      return script.run().isPresent();
    }

    @Override
    public List<String> accounts(String application, String profile) {
      script.run();
      return List.of();
    }
  }

  private static Optional<byte[]> hang() {
    while (true) {
      try {
        new CountDownLatch(1).await();
      } catch (InterruptedException e) {
        // as a native call does
      }
    }
  }

  @Test
  void result_ofACallThatAnswers_isPassedOn() {
    FakeKeychain fake = new FakeKeychain();
    Keychain bounded =
        new BoundedKeychain(deadline -> fake, () -> false, new Limits(NEVER, NEVER, NEVER));
    byte[] text = {1, 2, 3};
    bounded.put(SLOT, text);
    assertArrayEquals(new byte[] {1, 2, 3}, bounded.find(SLOT).orElseThrow());
    assertArrayEquals(new byte[] {1, 2, 3}, text);
    assertEquals(List.of("default"), bounded.accounts("keyfob", "acme"));
    assertTrue(bounded.delete(SLOT));
    bounded.probe();
    bounded.requireWritable(SLOT);
  }

  @Test
  void put_wipesItsOwnCopy() {
    FakeKeychain fake = new FakeKeychain();
    new BoundedKeychain(deadline -> fake, () -> false, new Limits(NEVER, NEVER, NEVER))
        .put(SLOT, new byte[] {1, 2, 3});
    assertArrayEquals(new byte[3], fake.lastArray());
  }

  @Test
  void failure_ofACall_isPassedOnAsItIs() {
    KeychainFailure failure = new KeychainFailure("It is locked.", "unlock it");
    Keychain bounded =
        new BoundedKeychain(
            deadline ->
                new Scripted(
                    () -> {
                      throw failure;
                    }),
            () -> false,
            new Limits(NEVER, NEVER, NEVER));
    assertSame(failure, assertThrows(KeychainFailure.class, () -> bounded.find(SLOT)));
  }

  @Test
  void call_thatHangsForEver_isLeftBehind_onADaemonThread() {
    CompletableFuture<Thread> thread = new CompletableFuture<>();
    Keychain bounded =
        new BoundedKeychain(
            deadline ->
                new Scripted(
                    () -> {
                      thread.complete(Thread.currentThread());
                      return hang();
                    }),
            () -> false,
            new Limits(SHORT, NEVER, SHORT));
    KeychainFailure e = assertThrows(KeychainFailure.class, bounded::probe);
    assertEquals("The system's keychain has not answered in time.", e.getMessage());
    assertTrue(thread.join().isDaemon());
    assertFalse(thread.join().isVirtual());
  }

  @Test
  void call_thatCanBeStopped_isStoppedOnce() {
    AtomicInteger stops = new AtomicInteger();
    CountDownLatch stopped = new CountDownLatch(1);
    Keychain bounded =
        new BoundedKeychain(
            deadline ->
                new Scripted(
                    () -> {
                      deadline.onGiveUp(
                          () -> {
                            stops.incrementAndGet();
                            stopped.countDown();
                          });
                      await(stopped);
                      deadline.done();
                      throw new KeychainFailure("cancelled", "");
                    }),
            () -> false,
            new Limits(SHORT, NEVER, NEVER));
    KeychainFailure e = assertThrows(KeychainFailure.class, () -> bounded.find(SLOT));
    assertEquals("The system's keychain has not answered in time.", e.getMessage());
    assertEquals(1, stops.get());
  }

  @Test
  void answer_thatComesWhileBeingStopped_counts() {
    CountDownLatch stopped = new CountDownLatch(1);
    Keychain bounded =
        new BoundedKeychain(
            deadline ->
                new Scripted(
                    () -> {
                      deadline.onGiveUp(stopped::countDown);
                      await(stopped);
                      return Optional.of(new byte[] {7});
                    }),
            () -> false,
            new Limits(SHORT, NEVER, NEVER));
    assertArrayEquals(new byte[] {7}, bounded.find(SLOT).orElseThrow());
  }

  @Test
  void call_thatWaitsForAPerson_getsMoreTime_thanTheSystem() {
    AtomicLong now = new AtomicLong();
    Keychain bounded =
        new BoundedKeychain(
            deadline ->
                new Scripted(
                    () -> {
                      deadline.awaitPerson();
                      now.addAndGet(NEVER.toNanos() - 1);
                      return Optional.of(new byte[] {(byte) (deadline.person() ? 1 : 0)});
                    }),
            () -> true,
            new Limits(SHORT, NEVER, SHORT),
            now::get);
    assertArrayEquals(new byte[] {1}, bounded.find(SLOT).orElseThrow());
  }

  @Test
  void interrupt_endsTheWait() {
    Keychain bounded =
        new BoundedKeychain(
            deadline -> new Scripted(BoundedKeychainTests::hang),
            () -> false,
            new Limits(NEVER, NEVER, NEVER));
    Thread.currentThread().interrupt();
    assertThrows(AuthException.Cancelled.class, () -> bounded.find(SLOT));
    assertTrue(Thread.interrupted());
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
