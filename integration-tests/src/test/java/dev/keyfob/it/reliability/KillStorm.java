package dev.keyfob.it.reliability;

import dev.keyfob.it.reliability.KillLane.End;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Carries out many kills, a few at a time. */
final class KillStorm {
  private static final int LANES = Math.clamp(Runtime.getRuntime().availableProcessors(), 2, 4);

  private final Map<String, Map<End, Integer>> ends = new TreeMap<>();

  private KillStorm() {}

  /** Blocks until all kills are done; throws what the first broken promise throws. */
  static KillStorm of(List<Kill> kills, Path directory) throws InterruptedException {
    return of(kills, directory, false);
  }

  /** The same of sessions that are bound to a key, or are not. */
  static KillStorm of(List<Kill> kills, Path directory, boolean bound) throws InterruptedException {
    KillStorm storm = new KillStorm();
    Queue<Kill> left = new ConcurrentLinkedQueue<>(kills);
    long start = System.nanoTime();
    try (ExecutorService threads = Executors.newFixedThreadPool(LANES)) {
      List<Future<?>> lanes = new ArrayList<>();
      for (int i = 0; i < LANES; i++) {
        Path folder = directory.resolve("lane" + i).resolve("keyfob");
        lanes.add(threads.submit(() -> storm.work(left, folder, bound)));
      }
      for (Future<?> lane : lanes) {
        lane.get();
      }
    } catch (ExecutionException e) {
      throw e.getCause() instanceof AssertionError broken ? broken : new AssertionError(e);
    }
    Figures.say("%d kills in %d s:", kills.size(), (System.nanoTime() - start) / 1_000_000_000);
    storm.ends.forEach((name, counts) -> Figures.say("  %-28s %s", name, counts));
    return storm;
  }

  private void work(Queue<Kill> left, Path folder, boolean bound) {
    try (KillLane lane = new KillLane(folder, bound)) {
      for (Kill kill = left.poll(); kill != null; kill = left.poll()) {
        count(kill.name(), lane.run(kill));
      }
      lane.requireThatItStillWorks();
    } catch (AssertionError | RuntimeException e) {
      left.clear();
      throw e;
    }
  }

  private synchronized void count(String name, End end) {
    ends.computeIfAbsent(name, _ -> new EnumMap<>(End.class)).merge(end, 1, Integer::sum);
  }

  /** How many runs have ended so. */
  synchronized int count(End end) {
    return ends.values().stream().mapToInt(counts -> counts.getOrDefault(end, 0)).sum();
  }
}
