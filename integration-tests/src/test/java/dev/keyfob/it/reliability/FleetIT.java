package dev.keyfob.it.reliability;

import static dev.keyfob.it.reliability.FleetBed.HOSTS;
import static dev.keyfob.it.reliability.FleetBed.succeed;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.keyfob.auth.testkit.NeedsTool;
import dev.keyfob.it.process.Result;
import dev.keyfob.it.process.Running;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a fleet promises first, in less than a minute, with the real program on hosts that are
 * network namespaces; {@link FleetFailuresIT} has the rest.
 */
@NeedsTool({"postgresql", "network-namespaces"})
class FleetIT {
  private static final int PROCESSES = 64;

  private static FleetBed bed;

  private final List<Running> running = new ArrayList<>();
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
  }

  @Test
  void token_manyProcessesOnFourHosts_makeOneRequestAndAllSucceed() {
    int before = bed.provider().tokenRequests();
    bed.server()
        .sql("UPDATE keyfob_session SET holder = 'test', lease_until = now() + interval '1 hour'");
    for (int i = 0; i < PROCESSES; i++) {
      running.add(bed.on(i).start("token", Home.PROFILE));
    }
    LockSupport.parkNanos(Duration.ofSeconds(10).toNanos()); // most of them wait by now
    long start = System.nanoTime();
    bed.server().sql("UPDATE keyfob_session SET holder = NULL, lease_until = NULL");
    Set<String> tokens = new HashSet<>();
    running.forEach(one -> tokens.add(succeed(one.result())));

    assertEquals(1, bed.provider().tokenRequests() - before);
    assertEquals(Set.of(bed.latest(first)), tokens);
    Figures.say(
        "%d processes on %d hosts: one request, all done after %d ms",
        PROCESSES, HOSTS, (System.nanoTime() - start) / 1_000_000);
  }

  @Test
  void token_linkDownWhileTheProviderAnswers_isDeliveredAndStoredByTheNextStart() {
    NetworkHost cut = bed.host(1);
    int port = bed.server().port();
    bed.provider().answering(TokenAnswer.after(() -> cut.cutOff(port), TokenAnswer.honest()));
    Result result;
    try {
      result = bed.on(1).run("token", Home.PROFILE);
    } finally {
      cut.reconnect(port);
    }
    assertEquals(bed.latest(first), succeed(result));
    assertTrue(result.stderr().contains("kept on this machine, sealed"), result::toString);
    bed.provider().answering(TokenAnswer.honest());
    // As the lease would be after 45 seconds; before that, others wait.
    bed.expireLease(bed.account());
    int before = bed.provider().tokenRequests();
    succeed(bed.on(1).run("status", Home.PROFILE, "--offline"));
    assertEquals(bed.latest(first), succeed(bed.on(2).run("token", Home.PROFILE)));
    assertEquals(before, bed.provider().tokenRequests());
  }

  @Test
  void token_serverKilledBeforeAnythingIsSent_failsAndSpendsNothing() {
    int before = bed.provider().tokenRequests();
    bed.server().kill();
    Result result;
    try {
      result = bed.on(1).run("token", Home.PROFILE);
    } finally {
      bed.server().startAgain();
    }
    assertEquals(5, result.exitCode(), result::toString);
    assertTrue(result.stderr().contains("does not answer"), result::toString);
    assertEquals(before, bed.provider().tokenRequests());
    assertNotEquals("", succeed(bed.on(1).run("token", Home.PROFILE)));
  }
}
