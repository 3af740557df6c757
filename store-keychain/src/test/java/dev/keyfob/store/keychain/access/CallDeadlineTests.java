package dev.keyfob.store.keychain.access;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.keyfob.store.keychain.access.CallDeadline.Limits;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class CallDeadlineTests {
  private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 1);
  private final AtomicInteger stops = new AtomicInteger();
  private final CallDeadline patience =
      new CallDeadline(
          new Limits(Duration.ofNanos(3), Duration.ofNanos(60), Duration.ofNanos(1)),
          true,
          now::get);

  @Test
  void limit_isThatOfWhoeverIsWaitedFor() {
    assertEquals(3, patience.nanosLeft());
    now.addAndGet(2);
    assertEquals(1, patience.nanosLeft());
    patience.awaitPerson();
    assertEquals(60, patience.nanosLeft());
    now.addAndGet(59);
    patience.resume();
    assertEquals(3, patience.nanosLeft());
  }

  @Test
  void stopper_runsOnce() {
    patience.onGiveUp(stops::incrementAndGet);
    assertEquals(0, stops.get());
    patience.giveUp();
    patience.giveUp();
    assertEquals(1, stops.get());
  }

  @Test
  void stopper_thatComesTooLate_runsAtOnce() {
    patience.giveUp();
    patience.onGiveUp(stops::incrementAndGet);
    assertEquals(1, stops.get());
  }

  @Test
  void stopper_ofACallThatIsDone_neverRuns() {
    patience.onGiveUp(stops::incrementAndGet);
    patience.done();
    patience.giveUp();
    assertEquals(0, stops.get());
  }
}
