package dev.keyfob.it.reliability;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.keyfob.auth.testkit.NeedsTool;
import dev.keyfob.it.process.KeyfobProcess;
import dev.keyfob.it.reliability.PostgresqlGate.Stage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What sharing costs a runner: {@code keyfob token} of a shared session beside the same of a file,
 * in turn, {@code -Dkeyfob.fleet.runs=N} times. Measures and asserts nothing of time.
 */
@NeedsTool({"postgresql", "network-namespaces"})
class FleetLatencyIT {
  private static final int RUNS = Integer.getInteger("keyfob.fleet.runs", 21);
  private static final String FILE_ACCOUNT = "alone";

  private static FleetBed bed;

  @BeforeAll
  static void makeHosts(@TempDir Path folder) {
    bed = FleetBed.make(folder);
  }

  @AfterAll
  static void removeHosts() {
    if (bed != null) {
      bed.close();
    }
  }

  @Test
  void token_fresh_isReadFromThisMachine() {
    Tokens shared = bed.logIn();
    Tokens alone = bed.provider().grants().issue();
    bed.host(1).home().store(FILE_ACCOUNT, alone, Instant.now().plusSeconds(36_000));
    FleetBed.succeed(bed.on(1).run("token", Home.PROFILE)); // renews
    FleetBed.succeed(bed.on(1).run("token", Home.PROFILE));
    double[] file = new double[RUNS];
    double[] fleet = new double[RUNS];
    for (int i = 0; i < RUNS; i++) {
      file[i] = time(bed.host(1).keyfob(), alone.access(), "--account", FILE_ACCOUNT);
      fleet[i] = time(bed.on(1), bed.latest(shared));
    }
    say("fresh", file, fleet);
  }

  /** Nothing is loaded or made that the build has not put into the cache of tokens. */
  @Test
  void token_fresh_isAllInItsCache(@TempDir Path logs) throws IOException {
    bed.logIn();
    FleetBed.succeed(bed.on(1).run("token", Home.PROFILE)); // renews
    Path log = logs.resolve("classes");
    FleetBed.succeed(
        bed.on(1)
            .with("KEYFOB_JAVA_OPTS", "-Xlog:class+load:file=" + log + ":none")
            .run("token", Home.PROFILE));
    try (Stream<String> lines = Files.lines(log)) {
      assertEquals(
          List.of(),
          lines
              .filter(line -> line.contains(" source: "))
              .filter(line -> !line.contains(" source: shared objects file"))
              .toList());
    }
  }

  @Test
  void token_due_asksTheServerOnTheWay() {
    List<Long> windows = new ArrayList<>();
    double[] file = new double[RUNS];
    double[] fleet = new double[RUNS];
    long[] answered = new long[1];
    for (int i = 0; i < RUNS; i++) {
      Tokens alone = bed.provider().grants().issue();
      bed.host(1).home().store(FILE_ACCOUNT, alone, Home.LONG_AGO);
      file[i] = time(bed.host(1).keyfob(), null, "--account", FILE_ACCOUNT);
      Tokens shared = bed.logIn();
      bed.provider()
          .answering(
              TokenAnswer.before(TokenAnswer.honest(), () -> answered[0] = System.nanoTime()));
      fleet[i] = time(bed.on(1), null);
      // Once more, through a door that sees when the server has it.
      shared = bed.logIn();
      bed.provider()
          .answering(
              TokenAnswer.before(TokenAnswer.honest(), () -> answered[0] = System.nanoTime()));
      long[] written = new long[1];
      try (PostgresqlGate gate =
          PostgresqlGate.before(
              bed.server().port(),
              (number, stage, what) -> {
                if (stage == Stage.DONE && what.startsWith("UPDATE keyfob_session SET sealed")) {
                  written[0] = System.nanoTime();
                }
              })) {
        assertEquals(
            FleetBed.succeed(bed.through(1, gate.port()).run("token", Home.PROFILE)),
            bed.latest(shared));
      }
      windows.add((written[0] - answered[0]) / 1_000_000);
    }
    say("due", file, fleet);
    windows.sort(null);
    Figures.say(
        "window of a renewal, from the provider's answer to the commit: median %d ms, longest of"
            + " %d: %d ms",
        windows.get(RUNS / 2), RUNS, windows.getLast());
  }

  private static double time(
      KeyfobProcess keyfob, @org.jspecify.annotations.Nullable String expected, String... more) {
    List<String> arguments = new ArrayList<>(List.of("token", Home.PROFILE));
    arguments.addAll(List.of(more));
    long start = System.nanoTime();
    String token = FleetBed.succeed(keyfob.run(arguments.toArray(String[]::new)));
    double millis = (System.nanoTime() - start) / 1e6;
    assertEquals(Objects.requireNonNullElse(expected, token), token);
    return millis;
  }

  private static void say(String which, double[] file, double[] fleet) {
    Arrays.sort(file);
    Arrays.sort(fleet);
    Figures.say(
        "keyfob token, %s, %d runs: file store median %.0f ms (least %.0f), fleet median %.0f ms"
            + " (least %.0f)",
        which, RUNS, file[RUNS / 2], file[0], fleet[RUNS / 2], fleet[0]);
  }
}
