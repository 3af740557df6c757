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
  private final CallDeadline deadline =
      new CallDeadline(
          new Limits(Duration.ofNanos(3), Duration.ofNanos(60), Duration.ofNanos(1)),
          true,
          now::get);

  @Test
  void limit_isThatOfWhoeverIsWaitedFor() {
    assertEquals(3, deadline.nanosLeft());
    now.addAndGet(2);
    assertEquals(1, deadline.nanosLeft());
    deadline.awaitPerson();
    assertEquals(60, deadline.nanosLeft());
    now.addAndGet(59);
    deadline.resume();
    assertEquals(3, deadline.nanosLeft());
  }

  @Test
  void stopper_runsOnce() {
    deadline.onGiveUp(stops::incrementAndGet);
    assertEquals(0, stops.get());
    deadline.giveUp();
    deadline.giveUp();
    assertEquals(1, stops.get());
  }

  @Test
  void stopper_thatComesTooLate_runsAtOnce() {
    deadline.giveUp();
    deadline.onGiveUp(stops::incrementAndGet);
    assertEquals(1, stops.get());
  }

  @Test
  void stopper_ofACallThatIsDone_neverRuns() {
    deadline.onGiveUp(stops::incrementAndGet);
    deadline.done();
    deadline.giveUp();
    assertEquals(0, stops.get());
  }
}
