package dev.keyfob.it.reliability;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.keyfob.auth.testkit.NeedsTool;
import dev.keyfob.it.reliability.FleetKillLane.End;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kills holders at random, {@code -Dkeyfob.fleet.kills=N} of them. */
@NeedsTool({"postgresql", "network-namespaces"})
class FleetKillStormIT {
  private static final int KILLS = Integer.getInteger("keyfob.fleet.kills", 1000);
  private static final int LANES = Math.clamp(Runtime.getRuntime().availableProcessors(), 2, 4);
  private static final int CALIBRATION = 4;

  @Test
  void kill_holdersAtRandom_losesNothingOutsideTheWindow(@TempDir Path folder)
      throws InterruptedException {
    Map<End, Integer> ends = new EnumMap<>(End.class);
    long start = System.nanoTime();
    try (FleetBed bed = FleetBed.make(folder);
        ExecutorService threads = Executors.newFixedThreadPool(LANES)) {
      AtomicInteger left = new AtomicInteger(KILLS);
      List<Future<?>> lanes = new ArrayList<>();
      for (int i = 0; i < LANES; i++) {
        FleetKillLane lane = new FleetKillLane(bed, "lane-" + i, i);
        Random random = new Random(i);
        lanes.add(threads.submit(() -> work(lane, random, left, ends)));
      }
      for (Future<?> lane : lanes) {
        lane.get();
      }
    } catch (ExecutionException e) {
      throw e.getCause() instanceof AssertionError broken ? broken : new AssertionError(e);
    }
    Figures.say(
        "%d holders killed at random in %d s: %s",
        KILLS, (System.nanoTime() - start) / 1_000_000_000, ends);
    assertEquals(KILLS, ends.values().stream().mapToInt(Integer::intValue).sum());
    assertTrue(ends.containsKey(End.STORED), "no kill came late enough");
  }

  private static void work(
      FleetKillLane lane, Random random, AtomicInteger left, Map<End, Integer> ends) {
    try {
      long longest = 1;
      for (int i = 0; i < CALIBRATION; i++) {
        long start = System.nanoTime();
        FleetBed.succeed(lane.renew());
        longest = Math.max(longest, System.nanoTime() - start);
      }
      lane.remember();
      while (left.getAndDecrement() > 0) {
        End end = lane.kill(Duration.ofNanos(random.nextLong(longest)));
        synchronized (ends) {
          ends.merge(end, 1, Integer::sum);
        }
      }
      lane.requireThatItStillWorks();
    } catch (AssertionError | RuntimeException e) {
      left.set(0);
      throw e;
    }
  }
}
