package dev.keyfob.auth.api.spi.support;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PatienceTests {
  private final AtomicInteger attempts = new AtomicInteger();

  @AfterEach
  void clearInterrupt() {
    boolean _ = Thread.interrupted();
  }

  private String failing(int times) {
    if (attempts.incrementAndGet() <= times) {
      throw new OutOfMemoryError("none left");
    }
    return "done";
  }

  @Test
  void withMemory_outOfItForAWhile_triesAgain() {
    Thread.currentThread().interrupt(); // without the pauses
    assertEquals("done", Patience.withMemory(() -> failing(2)));
    assertEquals(3, attempts.get());
  }

  @Test
  void withMemory_outOfItForGood_throws() {
    Thread.currentThread().interrupt();
    assertThrows(OutOfMemoryError.class, () -> Patience.withMemory(() -> failing(99)));
    assertEquals(5, attempts.get());
  }
}
