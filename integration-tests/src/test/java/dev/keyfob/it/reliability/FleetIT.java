package dev.keyfob.it.reliability;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.keyfob.auth.testkit.NeedsTool;
import dev.keyfob.auth.testkit.PostgresqlServer;
import dev.keyfob.it.process.KeyfobProcess;
import dev.keyfob.it.process.Result;
import dev.keyfob.it.process.Running;
import dev.keyfob.it.reliability.NetworkHost.FleetDistribution;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Hosts that share one session of an identity provider without mercy by a real PostgreSQL, with the
 * real program. A lease that ends is shortened in the database, since only its clock counts.
 */
@NeedsTool({"postgresql", "network-namespaces"})
class FleetIT {
  private static final int HOSTS = 4;
  private static final int PROCESSES = 64;
  private static final int KILLS = Integer.getInteger("keyfob.fleet.kills", 20);
  private static final String KEY = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";

  private static PostgresqlServer server;
  private static StrictIdentityProvider provider;
  private static final List<NetworkHost> HOST = new ArrayList<>();

  private final List<Running> running = new ArrayList<>();
  private Tokens first;

  @BeforeAll
  static void startServerAndHosts(@TempDir Path folder) {
    server = PostgresqlServer.start("*");
    provider = StrictIdentityProvider.startForHosts();
    for (int i = 0; i < HOSTS; i++) {
      HOST.add(NetworkHost.create(i, folder.resolve("host" + i), provider));
    }
    succeed(on(0).run("store", "init"));
  }

  @AfterAll
  static void stopAll() {
    HOST.forEach(NetworkHost::close);
    HOST.clear();
    if (provider != null) {
      provider.close();
    }
    if (server != null) {
      server.close();
    }
  }

  /** As a laptop would: what it has logged in to goes to the database. */
  @BeforeEach
  void logIn() {
    server.sql("DELETE FROM keyfob_session");
    provider.answering(TokenAnswer.honest());
    first = provider.grants().issue();
    share(first);
  }

  @AfterEach
  void endAll() {
    running.forEach(Running::close);
  }

  private static void share(Tokens tokens) {
    HOST.getFirst().home().store(tokens);
    succeed(on(0).with("KEYFOB_STORE", "").run("store", "migrate", "demo", "--to", "postgresql"));
  }

  private static KeyfobProcess on(int host) {
    NetworkHost there = HOST.get(host);
    return there.keyfob(server.url(there.gateway()), PostgresqlServer.PASSWORD, KEY);
  }

  @Test
  void token_manyProcessesOnFourHosts_makeOneRequestAndAllSucceed() {
    int before = provider.tokenRequests();
    server.sql(
        "UPDATE keyfob_session SET holder = 'test', lease_until = now() + interval '1 hour'");
    for (int i = 0; i < PROCESSES; i++) {
      running.add(on(i % HOSTS).start("token", Home.PROFILE));
    }
    LockSupport.parkNanos(Duration.ofSeconds(10).toNanos()); // most of them wait by now
    long start = System.nanoTime();
    server.sql("UPDATE keyfob_session SET holder = NULL, lease_until = NULL");
    Set<String> tokens = new HashSet<>();
    running.forEach(one -> tokens.add(succeed(one.result())));

    assertEquals(1, provider.tokenRequests() - before);
    assertEquals(Set.of(provider.grants().latest(first).orElseThrow().access()), tokens);
    Figures.say(
        "%d processes on %d hosts: one request, all done after %d ms",
        PROCESSES, HOSTS, (System.nanoTime() - start) / 1_000_000);
  }

  @Test
  @NeedsTool("pgbouncer")
  void token_throughPgbouncerInTransactionMode_makesOneRequest() {
    int before = provider.tokenRequests();
    try (PgBouncer bouncer = PgBouncer.before(server)) {
      String url = "postgresql://fleet@127.0.0.1:" + bouncer.port() + "/keyfob?sslmode=disable";
      KeyfobProcess local =
          HOST.getFirst()
              .home()
              .keyfob()
              .with("KEYFOB_STORE", "postgresql")
              .with("KEYFOB_POSTGRESQL_URL", url)
              .with("KEYFOB_POSTGRESQL_PASSWORD", PostgresqlServer.PASSWORD)
              .with("KEYFOB_FLEET_KEY", KEY);
      KeyfobProcess fleet =
          new KeyfobProcess(
              FleetDistribution.bin(),
              local.directory(),
              local.environment(),
              "",
              Duration.ofMinutes(2));
      for (int i = 0; i < 8; i++) {
        running.add(fleet.start("token", Home.PROFILE));
      }
      Set<String> tokens = new HashSet<>();
      running.forEach(one -> tokens.add(succeed(one.result())));
      assertEquals(1, tokens.size(), tokens::toString);
    }
    assertEquals(1, provider.tokenRequests() - before);
  }

  @Test
  void token_linkDownWhileTheProviderAnswers_isDeliveredAndStoredByTheNextStart() {
    NetworkHost cut = HOST.get(1);
    provider.answering(TokenAnswer.after(() -> cut.cutOff(server.port()), TokenAnswer.honest()));
    Result result;
    try {
      result = on(1).run("token", Home.PROFILE);
    } finally {
      cut.reconnect(server.port());
    }
    assertEquals(0, result.exitCode(), result::toString);
    assertTrue(result.stderr().contains("kept on this machine, sealed"), result::toString);
    provider.answering(TokenAnswer.honest());
    String token = result.stdout().strip();
    // As the lease would be after 45 seconds; before that, others wait.
    expireLease();
    int before = provider.tokenRequests();
    succeed(on(1).run("status", Home.PROFILE, "--offline"));
    assertEquals(token, succeed(on(2).run("token", Home.PROFILE)));
    assertEquals(before, provider.tokenRequests());
  }

  @Test
  void token_serverKilledWhileTheProviderAnswers_isDeliveredAndStoredByTheNextStart() {
    provider.answering(TokenAnswer.after(server::kill, TokenAnswer.honest()));
    Result result;
    try {
      result = on(1).run("token", Home.PROFILE);
    } finally {
      server.startAgain();
    }
    assertEquals(0, result.exitCode(), result::toString);
    provider.answering(TokenAnswer.honest());
    int before = provider.tokenRequests();
    assertEquals(result.stdout().strip(), succeed(on(1).run("token", Home.PROFILE)));
    succeed(on(1).run("status", Home.PROFILE, "--offline"));
    assertEquals(result.stdout().strip(), succeed(on(2).run("token", Home.PROFILE)));
    assertEquals(before, provider.tokenRequests());
  }

  @Test
  void token_serverKilledBeforeAnythingIsSent_failsAndSpendsNothing() {
    int before = provider.tokenRequests();
    server.kill();
    Result result;
    try {
      result = on(1).run("token", Home.PROFILE);
    } finally {
      server.startAgain();
    }
    assertEquals(5, result.exitCode(), result::toString);
    assertTrue(result.stderr().contains("does not answer"), result::toString);
    assertEquals(before, provider.tokenRequests());
    assertNotEquals("", succeed(on(1).run("token", Home.PROFILE)));
  }

  /** The window that no client can close: it stands still while the provider has its request. */
  @Test
  void token_holderStandsStillPastItsLeaseAtTheProvider_isTheNamedWindow() throws Exception {
    CompletableFuture<Running> victim = new CompletableFuture<>();
    CompletableFuture<Void> stopped = new CompletableFuture<>();
    provider.answering(
        TokenAnswer.inTurn(
            TokenAnswer.after(
                () -> {
                  signal(victim.join(), "STOP");
                  stopped.complete(null);
                },
                TokenAnswer.honest()),
            TokenAnswer.honest()));
    Running one = on(1).start("token", Home.PROFILE);
    running.add(one);
    victim.complete(one);
    stopped.get();
    Await.until(
        () ->
            !provider
                .grants()
                .latest(first)
                .map(Tokens::access)
                .equals(Optional.of(first.access())),
        "the provider has rotated");
    expireLease();
    Result next = on(2).run("token", Home.PROFILE);
    assertEquals(3, next.exitCode(), next::toString);
    assertTrue(next.stderr().contains("has not come to an end"), next::toString);
    signal(one, "CONT");
    one.result();
    Figures.say("a holder that stands still at the provider past its lease: %s", next.stderr());
  }

  @Test
  @NeedsTool("faketime")
  void token_clocksAnHourApart_spendNothingTwice() {
    Map<String, String> ahead = FleetDistribution.clock("+1h");
    Map<String, String> behind = FleetDistribution.clock("-1h");
    for (int i = 0; i < 2; i++) {
      succeed(with(on(1), ahead).run("token", Home.PROFILE));
      succeed(with(on(2), behind).run("token", Home.PROFILE));
      succeed(on(3).run("token", Home.PROFILE));
    }
    assertTrue(provider.grants().latest(first).isPresent(), "the grant is dead");
  }

  @Test
  void token_holdersKilledAtRandom_loseNothingOutsideTheWindow() {
    Random random = new Random(1);
    int stored = 0;
    int unspent = 0;
    int window = 0;
    for (int i = 0; i < KILLS; i++) {
      Tokens before = provider.grants().issue();
      server.sql("DELETE FROM keyfob_session");
      share(before);
      Running holder = on(i % HOSTS).start("token", Home.PROFILE);
      LockSupport.parkNanos(Duration.ofMillis(random.nextInt(1500)).toNanos());
      holder.handle().destroyForcibly();
      holder.close();
      expireLease();
      boolean spent = !provider.grants().latest(before).orElseThrow().equals(before);
      Result next = on((i + 1) % HOSTS).run("token", Home.PROFILE);
      if (next.exitCode() == 0) {
        String now = provider.grants().latest(before).orElseThrow().access();
        assertEquals(now, next.stdout().strip(), next::toString);
        if (spent) {
          stored++;
        } else {
          unspent++;
        }
      } else {
        assertEquals(3, next.exitCode(), next::toString);
        assertTrue(spent, () -> "lost without having been spent: " + next);
        window++;
      }
    }
    Figures.say(
        "%d holders killed: %d before anything was spent, %d stored, %d in the window",
        KILLS, unspent, stored, window);
    assertEquals(KILLS, stored + unspent + window);
  }

  private static KeyfobProcess with(KeyfobProcess keyfob, Map<String, String> variables) {
    KeyfobProcess all = keyfob;
    for (Map.Entry<String, String> one : variables.entrySet()) {
      all = all.with(one.getKey(), one.getValue());
    }
    return all;
  }

  private static void signal(Running one, String name) {
    Machine.run("kill", "-" + name, Long.toString(one.handle().pid()));
  }

  /** As time would. */
  private static void expireLease() {
    server.sql(
        "UPDATE keyfob_session SET lease_until = now() - interval '1 second'"
            + " WHERE lease_until IS NOT NULL");
  }

  private static String succeed(Result result) {
    assertEquals(0, result.exitCode(), result::toString);
    return result.stdout().strip();
  }
}
