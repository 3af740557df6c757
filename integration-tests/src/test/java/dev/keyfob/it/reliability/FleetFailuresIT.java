package dev.keyfob.it.reliability;

import static dev.keyfob.it.reliability.FleetBed.signal;
import static dev.keyfob.it.reliability.FleetBed.succeed;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.keyfob.auth.testkit.NeedsTool;
import dev.keyfob.it.process.KeyfobProcess;
import dev.keyfob.it.process.Result;
import dev.keyfob.it.process.Running;
import dev.keyfob.it.reliability.NetworkHost.FleetDistribution;
import dev.keyfob.it.reliability.PostgresqlGate.Stage;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Everything that can come between hosts of a fleet, at every step of a renewal: the server and the
 * holder are killed, the holder stands still for a minute or is cut off, clocks are an hour apart.
 */
@NeedsTool({"postgresql", "network-namespaces"})
class FleetFailuresIT {
  /** Beyond the lease, in which nobody else gets on. */
  private static final Duration STANDSTILL = Duration.ofSeconds(60);

  private static FleetBed bed;

  private final List<Running> running = new ArrayList<>();
  private final List<PostgresqlGate> gates = new ArrayList<>();
  private Tokens first;

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

  @BeforeEach
  void logIn() {
    first = bed.logIn();
  }

  @AfterEach
  void endAll() {
    running.forEach(Running::close);
    gates.forEach(PostgresqlGate::close);
  }

  @Test
  void server_killedAtEachStepAndBackAtOnce_losesNothing() {
    List<FleetStep> steps = FleetStep.ofARenewal(bed);
    int delivered = 0;
    for (FleetStep step : steps) {
      delivered += killServer(step, true) ? 1 : 0;
    }
    Figures.say(
        "server killed at %d moments of a renewal and back at once: %d renewed, %d failed before"
            + " anything was spent, nothing lost",
        steps.size(), delivered, steps.size() - delivered);
  }

  @Test
  void server_killedAtEachStepAndBackLater_losesNothing() {
    List<FleetStep> steps = FleetStep.ofARenewal(bed);
    int delivered = 0;
    for (FleetStep step : steps) {
      delivered += killServer(step, false) ? 1 : 0;
    }
    Figures.say(
        "server killed at %d moments of a renewal and back when that has ended: %d renewed, %d"
            + " failed before anything was spent, nothing lost",
        steps.size(), delivered, steps.size() - delivered);
  }

  /** A connection takes as long as the machine is busy: each answer comes in time, all do not. */
  @Test
  void server_slowAtEachStepOfALogin_isWaitedFor() {
    try (PostgresqlGate gate =
        PostgresqlGate.before(
            bed.server().port(),
            (number, stage, what) -> {
              if (number < 5 && stage == Stage.ASKED) {
                LockSupport.parkNanos(Duration.ofSeconds(3).toNanos());
              }
            })) {
      String token = succeed(bed.through(1, gate.port()).run("token", Home.PROFILE));
      assertEquals(bed.latest(first), token);
    }
  }

  /** Whether a token was delivered all the same. */
  private boolean killServer(FleetStep step, boolean backAtOnce) {
    Tokens session = bed.logIn();
    int before = bed.provider().tokenRequests();
    AtomicBoolean killed = new AtomicBoolean();
    Result result;
    try (PostgresqlGate gate =
        PostgresqlGate.before(
            bed.server().port(),
            (number, stage, what) -> {
              if (step.isAt(number, stage) && !killed.getAndSet(true)) {
                bed.server().kill();
                if (backAtOnce) {
                  bed.server().startAgain();
                }
              }
            })) {
      result = bed.through(1, gate.port()).run("token", Home.PROFILE);
      if (killed.get() && !backAtOnce) {
        bed.server().startAgain();
      }
      assertTrue(killed.get(), () -> "did not get to " + step + ": " + result);
      boolean spent = !bed.latest(session).equals(session.access());
      if (result.exitCode() == 0) {
        assertEquals(bed.latest(session), result.stdout().strip(), step::toString);
      } else {
        assertEquals(5, result.exitCode(), () -> step + ": " + result);
        assertTrue(!spent, () -> "spent and not delivered " + step + ": " + result);
      }
      bed.expireLease(bed.account());
      // The same host first: it may have to bring what the server could not be given.
      String again = succeed(bed.through(1, gate.port()).run("token", Home.PROFILE));
      assertEquals(bed.latest(session), again, step::toString);
      succeed(bed.through(1, gate.port()).run("status", Home.PROFILE, "--offline"));
    }
    assertEquals(bed.latest(session), succeed(bed.on(2).run("token", Home.PROFILE)));
    assertEquals(1, bed.provider().tokenRequests() - before, step::toString);
    return result.exitCode() == 0;
  }

  @Test
  void holder_killedAtEachStep_losesNothingOutsideTheWindow() {
    List<FleetStep> window = new ArrayList<>();
    List<FleetStep> steps = FleetStep.ofARenewal(bed);
    for (FleetStep step : steps) {
      Tokens session = bed.logIn();
      long version = bed.version(bed.account());
      CompletableFuture<Running> victim = new CompletableFuture<>();
      PostgresqlGate gate = gate(step, () -> end(victim.join()));
      victim.complete(start(1, gate, bed.account()));
      assertEquals(137, victim.join().result().exitCode(), step::toString);
      bed.expireLease(bed.account());
      boolean spent = !bed.latest(session).equals(session.access());
      boolean stored = bed.version(bed.account()) > version;
      Result next = bed.on(2).run("token", Home.PROFILE);
      if (spent && !stored) {
        assertTheWindow(step, next);
        window.add(step);
      } else {
        assertEquals(bed.latest(session), succeed(next), step::toString);
      }
    }
    Figures.say(
        "holder killed at %d moments of a renewal: lost in the window %s", steps.size(), window);
  }

  /** All at the same time, each with an account of its own, since each takes a minute. */
  @Test
  void holder_standsStillForAMinuteAtEachStep_losesNothingOutsideTheWindow() {
    List<FleetStep> steps = FleetStep.ofARenewal(bed);
    List<Tokens> sessions = new ArrayList<>();
    List<Running> holders = new ArrayList<>();
    for (int i = 0; i < steps.size(); i++) {
      sessions.add(bed.logIn("step-" + i));
      CompletableFuture<Running> holder = new CompletableFuture<>();
      CompletableFuture<Void> stopped = new CompletableFuture<>();
      PostgresqlGate gate =
          gate(
              steps.get(i),
              () -> {
                signal(holder.join(), "STOP");
                stopped.complete(null);
              });
      holders.add(start(i, gate, "step-" + i));
      holder.complete(holders.getLast());
      stopped.join();
    }
    LockSupport.parkNanos(STANDSTILL.toNanos());
    List<Result> next = new ArrayList<>();
    for (int i = 0; i < steps.size(); i++) {
      next.add(bed.on(i + 1).run("token", Home.PROFILE, "--account", "step-" + i));
    }
    holders.forEach(one -> signal(one, "CONT"));
    List<FleetStep> window = new ArrayList<>();
    for (int i = 0; i < steps.size(); i++) {
      FleetStep step = steps.get(i);
      Result late = holders.get(i).result();
      if (next.get(i).exitCode() != 0) {
        assertTheWindow(step, next.get(i));
        window.add(step);
        continue;
      }
      String latest = bed.latest(sessions.get(i));
      assertEquals(latest, succeed(next.get(i)), step::toString);
      if (late.exitCode() == 0) {
        assertEquals(latest, late.stdout().strip(), step::toString);
      } else {
        assertEquals(5, late.exitCode(), () -> step + ": " + late);
      }
    }
    Figures.say(
        "holder stopped for %d s at %d moments of a renewal: lost in the window %s",
        STANDSTILL.toSeconds(), steps.size(), window);
  }

  /** Nobody but this holder can know of the new session: it was spent, and is not on the server. */
  private static void assertTheWindow(FleetStep step, Result next) {
    assertEquals(3, next.exitCode(), () -> step + ": " + next);
    assertTrue(next.stderr().contains("has not come to an end"), () -> step + ": " + next);
  }

  private PostgresqlGate gate(FleetStep step, Runnable then) {
    AtomicBoolean done = new AtomicBoolean();
    PostgresqlGate gate =
        PostgresqlGate.before(
            bed.server().port(),
            (number, stage, what) -> {
              if (step.isAt(number, stage) && !done.getAndSet(true)) {
                then.run();
              }
            });
    gates.add(gate);
    return gate;
  }

  private Running start(int host, PostgresqlGate gate, String account) {
    Running one = bed.through(host, gate.port()).start("token", Home.PROFILE, "--account", account);
    running.add(one);
    return one;
  }

  private static void end(Running one) {
    one.handle().destroyForcibly();
    one.handle().onExit().join();
  }

  /** The whole lease, of a holder that has begun and then vanishes from the network. */
  @Test
  void holder_unpluggedBeforeItsRequest_theNextGetsOnAfterTheLease() {
    List<FleetStep> steps = FleetStep.ofARenewal(bed);
    first = bed.logIn();
    FleetStep begun =
        steps.stream()
            .filter(step -> step.what().equals("begin") && step.stage() == Stage.DONE)
            .findFirst()
            .orElseThrow();
    int before = bed.provider().tokenRequests();
    CompletableFuture<Long> unplugged = new CompletableFuture<>();
    PostgresqlGate gate =
        gate(
            begun,
            () -> {
              // Its connections stay open, and nothing goes through them.
              Thread.ofVirtual()
                  .start(
                      () -> {
                        LockSupport.parkNanos(Duration.ofMillis(1).toNanos());
                        bed.host(1).unplug();
                        unplugged.complete(System.nanoTime());
                      });
            });
    Running holder = start(1, gate, bed.account());
    unplugged.join();
    int sent = bed.provider().tokenRequests() - before;
    try {
      Result next = bed.on(2).run("token", Home.PROFILE);
      long millis = (System.nanoTime() - unplugged.join()) / 1_000_000;
      assertEquals(bed.latest(first), succeed(next));
      assertEquals(0, sent, "it was unplugged too late");
      Figures.say(
          "holder unplugged after it has begun: the next one has a token after %d ms", millis);
      Result cut = holder.result();
      assertTrue(cut.exitCode() == 4 || cut.exitCode() == 5, cut::toString);
    } finally {
      bed.host(1).plugIn();
    }
    assertEquals(1, bed.provider().tokenRequests() - before);
    assertEquals(bed.latest(first), succeed(bed.on(1).run("token", Home.PROFILE)));
  }

  @Test
  @NeedsTool("pgbouncer")
  void token_throughPgbouncerInTransactionMode_makesOneRequest() {
    int before = bed.provider().tokenRequests();
    try (PgBouncer bouncer = PgBouncer.before(bed.server())) {
      for (int i = 0; i < 32; i++) {
        running.add(bed.through(i, bouncer.port()).start("token", Home.PROFILE));
      }
      Set<String> tokens = new HashSet<>();
      running.forEach(one -> tokens.add(succeed(one.result())));
      assertEquals(Set.of(bed.latest(first)), tokens);
    }
    assertEquals(1, bed.provider().tokenRequests() - before);
    Figures.say("32 processes on 4 hosts through pgbouncer in transaction mode: one request");
  }

  @Test
  @NeedsTool("faketime")
  void token_clocksAnHourApart_spendNothingTwice() {
    Map<String, String> ahead = FleetDistribution.clock("+1h");
    Map<String, String> behind = FleetDistribution.clock("-1h");
    for (int round = 0; round < 3; round++) {
      List<Running> all = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        all.add(with(bed.on(1), ahead).start("token", Home.PROFILE));
        all.add(with(bed.on(2), behind).start("token", Home.PROFILE));
        all.add(bed.on(3).start("token", Home.PROFILE));
      }
      running.addAll(all);
      all.forEach(one -> succeed(one.result()));
      bed.latest(first);
    }
  }

  private static KeyfobProcess with(KeyfobProcess keyfob, Map<String, String> variables) {
    KeyfobProcess all = keyfob;
    for (Map.Entry<String, String> one : variables.entrySet()) {
      all = all.with(one.getKey(), one.getValue());
    }
    return all;
  }
}
