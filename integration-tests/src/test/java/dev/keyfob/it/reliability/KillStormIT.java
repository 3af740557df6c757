package dev.keyfob.it.reliability;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.keyfob.it.process.KeyfobProcess;
import dev.keyfob.it.process.Result;
import dev.keyfob.it.reliability.KillLane.End;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills the real program hundreds of times, a thousand times by {@code bin/reliability} ({@code
 * -Dkeyfob.kills=N}), and finds the session whole and usable each time, but for the one window that
 * cannot be closed.
 */
class KillStormIT {
  private static final int RUNS = Integer.getInteger("keyfob.kills", 400);
  private static final int PER_STEP = RUNS / 50;
  private static final int PER_ANSWER = RUNS / 20;

  @TempDir Path directory;

  @Test
  void kill_beforeEachSystemCallOfARenewal_leavesTheWholeOldOrTheWholeNewSession()
      throws InterruptedException {
    Strace.require();
    List<Kill> kills = new ArrayList<>();
    for (Step step : Step.values()) {
      kills.addAll(Collections.nCopies(PER_STEP, new Kill.AtStep(step)));
    }
    Collections.shuffle(kills, new Random(1));

    KillStorm.of(kills, directory);
  }

  @Test
  void kill_beforeTheProbeIsSynced_manyTimesInARow_doesNotUseUpItsNames()
      throws InterruptedException {
    Strace.require();

    KillStorm storm =
        KillStorm.of(Collections.nCopies(40, new Kill.AtStep(Step.SYNC_PROBE)), directory);

    assertEquals(40, storm.count(End.NOTHING_SENT));
  }

  @Test
  void kill_whileTheIdentityProviderAnswers_losesNothingThatWasRead() throws InterruptedException {
    List<Kill> kills = new ArrayList<>(Collections.nCopies(PER_ANSWER, new Kill.RequestSent()));
    Random random = new Random(2);
    for (int i = 0; i < PER_ANSWER; i++) {
      kills.add(new Kill.AnswerHalfRead(random.nextInt(120)));
    }

    KillStorm storm = KillStorm.of(kills, directory);

    assertEquals(PER_ANSWER, storm.count(End.NOTHING_SENT));
    assertEquals(PER_ANSWER, storm.count(End.LOST));
  }

  @Test
  void kill_atRandomMoments_leavesTheWholeOldOrTheWholeNewSession() throws InterruptedException {
    Course course = Course.of(directory.resolve("course").resolve("keyfob"));
    Random random = new Random(3);
    List<Kill> kills = new ArrayList<>();
    for (int i = 0; i < RUNS - PER_STEP * Step.values().length - 2 * PER_ANSWER; i++) {
      kills.add(
          i % 3 == 0
              ? new Kill.AfterAnswer(
                  Duration.ofNanos(random.nextLong(course.afterAnswer().toNanos())))
              : new Kill.AfterStart(Duration.ofNanos(random.nextLong(course.whole().toNanos()))));
    }

    KillStorm storm = KillStorm.of(kills, directory);

    assertTrue(storm.count(End.STORED) > 0, "no kill came late enough");
  }

  /** How long a kill would cost the session: from the answer's last byte to the rename. */
  @Test
  void window_betweenTheAnswerAndTheRename_isMeasured() throws Exception {
    List<Duration> windows = new ArrayList<>();
    try (StrictIdentityProvider provider = StrictIdentityProvider.start()) {
      Home home = Home.of(directory.resolve("keyfob"), provider);
      AtomicReference<Instant> answered = new AtomicReference<>(Instant.MAX);
      provider.answering(
          (exchange, rotation) -> {
            TokenAnswer.honest().send(exchange, rotation);
            answered.set(Instant.now());
          });
      KeyfobProcess keyfob = home.keyfob();
      for (int i = 0; i < 20; i++) {
        home.store(provider.grants().issue());
        Result result = keyfob.run("token", Home.PROFILE);
        assertEquals(0, result.exitCode(), result::toString);
        // A rename changes the inode.
        Instant renamed =
            ((FileTime) Files.getAttribute(home.document(), "unix:ctime")).toInstant();
        windows.add(Duration.between(answered.get(), renamed));
      }
    }
    Collections.sort(windows);
    Figures.say(
        "window in which a kill costs the session: median %d ms, longest of %d: %d ms",
        windows.get(windows.size() / 2).toMillis(), windows.size(), windows.getLast().toMillis());
    assertTrue(windows.getFirst().toMillis() >= -20, "stored before it was answered");
  }
}
