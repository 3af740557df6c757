package dev.keyfob.auth.api.internal.renew;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.ErrorCode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TransientRetryTests {
  private final AtomicInteger calls = new AtomicInteger();
  private final List<Duration> pauses = new ArrayList<>();
  private long nanoTime;

  private final TransientRetry retry =
      new TransientRetry(
          new Random(7),
          () -> nanoTime,
          pause -> {
            pauses.add(pause);
            nanoTime += pause.toNanos();
          });

  @Test
  void call_thatWorks_isMadeOnce() {
    assertEquals("done", retry.call(failing(0, null)));
    assertEquals(List.of(), pauses);
  }

  @Test
  void call_thatFailsTwice_isMadeThreeTimesWithGrowingPauses() {
    assertEquals("done", retry.call(failing(2, null)));
    assertEquals(2, pauses.size());
    assertTrue(between(pauses.get(0), 250, 500) && between(pauses.get(1), 500, 1000));
  }

  @Test
  void call_thatKeepsFailing_endsAsIdpUnavailable() {
    var failure = assertThrows(AuthException.Transient.class, () -> retry.call(failing(9, null)));
    assertEquals(3, calls.get());
    assertEquals(ErrorCode.IDP_UNAVAILABLE, failure.code());
    assertTrue(failure.getMessage().startsWith("Cannot reach it."));
  }

  @Test
  void call_retryAfter_isObeyed() {
    assertEquals("done", retry.call(failing(1, Duration.ofSeconds(7))));
    assertEquals(List.of(Duration.ofSeconds(7)), pauses);
  }

  @Test
  void call_retryAfterBeyondTheBudget_givesUpAtOnceAndTellsHowLong() {
    Duration asked = TransientRetry.BUDGET.plusSeconds(1);
    var failure = assertThrows(AuthException.Transient.class, () -> retry.call(failing(1, asked)));
    assertEquals(1, calls.get());
    assertEquals(Optional.of(asked), failure.retryAfter());
  }

  @Test
  void call_slowAttempts_stayWithinTheBudget() {
    Supplier<String> slow =
        () -> {
          calls.incrementAndGet();
          nanoTime += Duration.ofSeconds(29).plusMillis(600).toNanos();
          throw transientFailure(null);
        };
    assertThrows(AuthException.Transient.class, () -> retry.call(slow));
    assertTrue(calls.get() <= 2);
    assertTrue(Duration.ofNanos(nanoTime).compareTo(Duration.ofSeconds(60)) < 0);
  }

  @Test
  void call_lastingFailure_isNotRetried() {
    Supplier<String> refused =
        () -> {
          calls.incrementAndGet();
          throw new AuthException.Protocol("not JSON", null, null);
        };
    assertThrows(AuthException.Protocol.class, () -> retry.call(refused));
    assertEquals(1, calls.get());
  }

  @Test
  void call_interruptedPause_isCancelledAndKeepsTheInterrupt() {
    var interrupted =
        new TransientRetry(
            new Random(7),
            () -> 0L,
            pause -> {
              throw new InterruptedException();
            });
    assertThrows(AuthException.Cancelled.class, () -> interrupted.call(failing(1, null)));
    assertTrue(Thread.interrupted());
  }

  private Supplier<String> failing(int times, @Nullable Duration retryAfter) {
    return () -> {
      if (calls.incrementAndGet() <= times) {
        throw transientFailure(retryAfter);
      }
      return "done";
    };
  }

  private static AuthException transientFailure(@Nullable Duration retryAfter) {
    return new AuthException.Transient(ErrorCode.NETWORK, "Cannot reach it.", retryAfter, null);
  }

  private static boolean between(Duration duration, long least, long most) {
    return duration.toMillis() >= least && duration.toMillis() <= most;
  }
}
