package dev.keyfob.store.postgresql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.keyfob.auth.api.AccountKey;
import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.CredentialDocument;
import dev.keyfob.auth.api.spi.AccountLock;
import dev.keyfob.auth.api.spi.support.JsonText;
import dev.keyfob.auth.testkit.NeedsTool;
import dev.keyfob.auth.testkit.PostgresqlServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two machines, one real server, and everything that can come between them. */
@NeedsTool("postgresql")
class PostgresqlFailuresIT {
  private static final AccountKey KEY = Machine.ACCOUNT;
  private static final String OTHER_KEY = "Hx4dHBsaGRgXFhUUExIREA8ODQwLCgkIBwYFBAMCAQA=";
  private static PostgresqlServer server;

  @TempDir Path directory;
  private Machine one;
  private Machine two;

  @BeforeAll
  static void startServer(@TempDir Path folder) {
    server = PostgresqlServer.start();
    try (Machine machine = new Machine(folder, server.url())) {
      assertTrue(machine.store().prepare().startsWith("Set up the database"));
      assertTrue(machine.store().prepare().endsWith("is set up already."));
    }
  }

  @AfterAll
  static void stopServer() {
    server.close();
  }

  @BeforeEach
  void logIn() {
    server.sql("DELETE FROM keyfob_session");
    one = new Machine(directory.resolve("one"), server.url());
    two = new Machine(directory.resolve("two"), server.url());
    one.store().put(KEY, session("a1", "r1"));
  }

  @AfterEach
  void close() {
    one.close();
    two.close();
  }

  @Nested
  class TheLease {
    @Test
    void lock_heldByAnotherMachine_isWaitedForInVain() {
      try (AccountLock held = Machine.lock(one.store())) {
        assertThrows(
            AuthException.LockTimeout.class,
            () -> two.store().lock(KEY, Duration.ofMillis(300), (_, _) -> () -> {}));
        Duration remaining = held.remaining().orElseThrow();
        assertTrue(remaining.compareTo(SessionTable.LEASE) <= 0, remaining::toString);
        assertTrue(remaining.isPositive(), remaining::toString);
      }
      Machine.lock(two.store()).close();
    }

    @Test
    void lock_holderHasVanished_isFreeWhenTheLeaseEndsAndTellsWhoItWas() {
      AccountLock dead = Machine.lock(one.store());
      assertTrue(dead.beginSpending());
      expireLease();
      try (AccountLock next = Machine.lock(two.store())) {
        String who = next.abandonedBy().orElseThrow();
        assertTrue(who.startsWith("process "), who);
        assertFalse(dead.beginSpending());
        assertTrue(next.beginSpending());
      }
    }

    @Test
    void lock_holderReleasedIt_tellsOfNobody() {
      try (AccountLock held = Machine.lock(one.store())) {
        assertTrue(held.beginSpending());
        one.store().put(KEY, session("a2", "r2"), held);
      }
      try (AccountLock next = Machine.lock(two.store())) {
        assertEquals(Optional.empty(), next.abandonedBy());
      }
    }

    @Test
    void put_leaseLostAndWrittenByAnother_isRefusedAndChangesNothing() {
      AccountLock late = Machine.lock(one.store());
      assertTrue(late.beginSpending());
      expireLease();
      try (AccountLock next = Machine.lock(two.store())) {
        assertTrue(next.beginSpending());
        two.store().put(KEY, session("a3", "r3"), next);
      }
      assertThrows(
          AuthException.StoreUnavailable.class,
          () -> one.store().put(KEY, session("a2", "r2"), late));
      assertEquals(text(session("a3", "r3")), stored(two));
    }

    @Test
    void put_leaseOverButNobodyHasBegunAfterIt_isStillTaken() {
      AccountLock late = Machine.lock(one.store());
      assertTrue(late.beginSpending());
      expireLease();
      try (AccountLock next = Machine.lock(two.store())) {
        one.store().put(KEY, session("a2", "r2"), late);
        // The next holder's knowledge is out of date, and it finds that out before it sends.
        assertFalse(next.beginSpending());
      }
      assertEquals(text(session("a2", "r2")), stored(two));
    }

    @Test
    void put_anotherHasBegunAfterTheLease_isRefused() {
      AccountLock late = Machine.lock(one.store());
      assertTrue(late.beginSpending());
      expireLease();
      try (AccountLock next = Machine.lock(two.store())) {
        assertTrue(next.beginSpending());
        assertThrows(
            AuthException.StoreUnavailable.class,
            () -> one.store().put(KEY, session("a2", "r2"), late));
        two.store().put(KEY, session("a3", "r3"), next);
      }
      assertEquals(text(session("a3", "r3")), stored(two));
    }

    @Test
    void delete_whileAnotherRenews_isFinal() {
      try (AccountLock held = Machine.lock(one.store())) {
        assertTrue(held.beginSpending());
        assertTrue(two.store().delete(KEY));
        assertThrows(
            AuthException.StoreUnavailable.class,
            () -> one.store().put(KEY, session("a2", "r2"), held));
      }
      assertEquals(Optional.empty(), two.store().find(KEY));
    }
  }

  @Nested
  class TheServerGoesAway {
    @AfterEach
    void startAgain() {
      if (!answers()) {
        server.startAgain();
      }
    }

    @Test
    void put_killedAfterTheProviderHasAnswered_isSpooledAndFinishedByTheNextStart()
        throws IOException {
      try (AccountLock held = Machine.lock(one.store())) {
        assertTrue(held.beginSpending());
        server.kill();
        one.store().put(KEY, session("a2", "r2"), held);
      }
      assertTrue(one.notices.warnings().getFirst().contains("kept on this machine, sealed"));
      List<Path> spooled = pendingFiles();
      assertEquals(1, spooled.size());
      assertEquals(
          "rw-------",
          PosixFilePermissions.toString(Files.getPosixFilePermissions(spooled.getFirst())));
      assertFalse(Files.readString(spooled.getFirst()).contains("r2"));
      // Whoever asks on this machine gets what the provider has given, and not what is spent.
      assertEquals(text(session("a2", "r2")), stored(one));
      server.startAgain();
      one.restart();
      assertEquals(text(session("a2", "r2")), stored(one));
      assertEquals(text(session("a2", "r2")), stored(two));
      assertEquals(List.of(), pendingFiles());
    }

    @Test
    void put_backWithinSeconds_isWrittenAndNothingIsLeft() throws Exception {
      try (AccountLock held = Machine.lock(one.store())) {
        assertTrue(held.beginSpending());
        server.kill();
        Thread back = Thread.ofVirtual().start(server::startAgain);
        one.store().put(KEY, session("a2", "r2"), held);
        back.join();
      }
      assertEquals(text(session("a2", "r2")), stored(two));
      assertEquals(List.of(), pendingFiles());
    }

    @Test
    void put_nothingCanBeKeptHereEither_isTriedForAsLongAsTheLease() throws Exception {
      try (AccountLock held = Machine.lock(one.store())) {
        assertTrue(held.beginSpending());
        server.kill();
        Files.createDirectories(one.context().directories().data());
        Files.createFile(
            one.context().directories().data().resolve(PostgresqlStoreFactory.ID)); // no folder
        Thread back = Thread.ofVirtual().start(server::startAgain);
        one.store().put(KEY, session("a2", "r2"), held);
        back.join();
      }
      assertEquals(text(session("a2", "r2")), stored(two));
    }

    @Test
    void find_whatWasKeptIsDamaged_saysSoAndNamesTheFile() throws IOException {
      try (AccountLock held = Machine.lock(one.store())) {
        assertTrue(held.beginSpending());
        server.kill();
        one.store().put(KEY, session("a2", "r2"), held);
      }
      Path kept = pendingFiles().getFirst();
      for (String damage :
          List.of("", "{\"sealed\":", "{\"sealed\":\"!\"}", "{\"version\":\"x\"}")) {
        Files.writeString(kept, damage);
        one.restart();
        AuthException e =
            assertThrows(AuthException.StoreCorrupt.class, () -> one.store().find(KEY), damage);
        assertEquals(Optional.of("rm " + kept), e.hint());
      }
      Files.delete(kept);
    }

    @Test
    void put_nothingSpentYet_failsAndSpoolsNothing() throws IOException {
      try (AccountLock held = Machine.lock(one.store())) {
        server.kill();
        assertThrows(
            AuthException.StoreUnavailable.class,
            () -> one.store().put(KEY, session("a2", "r2"), held));
      }
      assertEquals(List.of(), pendingFiles());
      server.startAgain();
      assertEquals(text(session("a1", "r1")), stored(two));
    }

    @Test
    void beginSpending_serverKilled_saysThatNothingMayBeSent() {
      try (AccountLock held = Machine.lock(one.store())) {
        server.kill();
        assertThrows(AuthException.StoreUnavailable.class, held::beginSpending);
      }
    }

    @Test
    void find_serverAway_isUnavailableWithARemedy() {
      server.kill();
      AuthException e =
          assertThrows(AuthException.StoreUnavailable.class, () -> one.store().find(KEY));
      assertTrue(e.getMessage().contains("does not answer"), e.getMessage());
      assertTrue(e.hint().isPresent());
      assertFalse(one.store().availability().available());
    }

    @Test
    void recent_serverAway_standsInForMinutesOnly() {
      assertEquals(text(session("a1", "r1")), stored(two));
      server.kill();
      two.restart();
      two.clock.advance(Duration.ofMinutes(9));
      assertEquals("a1", accessToken(two).orElseThrow());
      two.clock.advance(Duration.ofMinutes(2));
      assertEquals(Optional.empty(), accessToken(two));
    }
  }

  @Nested
  class TheCache {
    @Test
    void recent_fresh_hasTheAccessTokenAndNothingThatRenews() throws IOException {
      assertEquals(text(session("a1", "r1")), stored(two));
      assertEquals("a1", accessToken(two).orElseThrow());
      List<Path> cached = files("two", ".json");
      assertEquals(1, cached.size());
      String content = Files.readString(cached.getFirst());
      assertTrue(content.contains("a1"), content);
      assertFalse(content.contains("r1"), "the refresh token is in the cache");
      assertEquals(
          "rw-------",
          PosixFilePermissions.toString(Files.getPosixFilePermissions(cached.getFirst())));
    }

    @Test
    void recent_loggedOutElsewhere_isNoticedWithinAMinute() {
      assertEquals(text(session("a1", "r1")), stored(two));
      one.store().delete(KEY);
      two.clock.advance(Duration.ofSeconds(59));
      assertEquals("a1", accessToken(two).orElseThrow());
      two.clock.advance(Duration.ofSeconds(2));
      assertEquals(Optional.empty(), accessToken(two));
      assertEquals(Optional.empty(), two.store().find(KEY));
    }

    @Test
    void recent_clockSetBack_asksTheServer() {
      assertEquals(text(session("a1", "r1")), stored(two));
      one.store().delete(KEY);
      two.clock.advance(Duration.ofHours(-1));
      assertEquals(Optional.empty(), accessToken(two));
    }

    @Test
    void recent_turnedOff_isEmpty() {
      Machine three =
          new Machine(directory.resolve("three"), server.url()).with(TokenCache.VARIABLE, "0");
      assertEquals(text(session("a1", "r1")), stored(three));
      assertEquals(Optional.empty(), three.store().recent(KEY));
      three.close();
    }

    @Test
    void recent_accountWithAStaticKey_isKeptNowhere() throws IOException {
      one.store()
          .put(KEY, CredentialDocument.of(JsonText.parseObject("{\"api_key\":\"sk-12345678\"}")));
      assertTrue(two.store().find(KEY).isPresent());
      assertEquals(Optional.empty(), two.store().recent(KEY));
      assertEquals(List.of(), files("two", ".json"));
    }
  }

  @Nested
  class BadInput {
    @Test
    void find_wrongPassword_isUnavailableAndNamesTheVariable() {
      Machine wrong =
          new Machine(directory.resolve("wrong"), server.url())
              .with(DriverProperties.PASSWORD, "not it");
      AuthException e = refused(wrong);
      assertTrue(e.getMessage().contains("does not accept the user or the password"));
      assertEquals(
          Optional.of("export " + DriverProperties.PASSWORD + "_FILE=\"$FILE\""), e.hint());
      assertFalse(e.toString().contains("not it"));
    }

    @Test
    void find_nothingListensThere_saysSoAndHowToLook() {
      AuthException e =
          refused(new Machine(directory.resolve("port"), "postgresql://fleet@127.0.0.1:1/keyfob"));
      assertEquals(
          "The PostgreSQL server postgresql://127.0.0.1:1/keyfob does not answer: the connection"
              + " was refused.",
          e.getMessage());
      assertEquals(Optional.of("pg_isready -d postgresql://127.0.0.1:1/keyfob"), e.hint());
    }

    /** The default beyond the loopback interface, and not a server that is away. */
    @Test
    void find_serverWithoutTlsThatIsInsistedOn_saysSo() {
      AuthException e =
          refused(
              new Machine(directory.resolve("tls"), server.url().replace("=disable", "=require")));
      assertTrue(
          e.getMessage().contains("do not agree on TLS: it does not offer it"), e.getMessage());
    }

    @Test
    void find_noSuchDatabase_saysSo() {
      AuthException e =
          refused(
              new Machine(directory.resolve("db"), server.url().replace("/keyfob?", "/nobody?")));
      assertTrue(e.getMessage().startsWith("There is no database of that name"), e.getMessage());
    }

    @Test
    void find_keyMissing_isUnavailableAndNamesTheVariable() {
      AuthException e =
          refused(new Machine(directory.resolve("none"), server.url()).without(FleetKeys.VARIABLE));
      assertTrue(e.getMessage().contains("no fleet key"), e.getMessage());
    }

    @Test
    void find_otherKey_isUnavailableAndNotDamaged() {
      AuthException e =
          refused(
              new Machine(directory.resolve("other"), server.url())
                  .with(FleetKeys.VARIABLE, OTHER_KEY));
      assertTrue(e.getMessage().contains("fleet key that this machine lacks"), e.getMessage());
    }

    @Test
    void find_malformedKey_doesNotRepeatIt() {
      AuthException e =
          refused(
              new Machine(directory.resolve("bad"), server.url())
                  .with(FleetKeys.VARIABLE, "c2hvcnQ="));
      assertFalse(e.getMessage().contains("c2hvcnQ"), e.getMessage());
    }

    @Test
    void find_schemaOfALaterVersion_isRefused() {
      server.sql("INSERT INTO keyfob_schema VALUES (99)");
      try {
        AuthException e = refused(one);
        assertTrue(e.getMessage().contains("later version"), e.getMessage());
        assertEquals(Optional.of("update keyfob"), e.hint());
        assertThrows(AuthException.StoreUnavailable.class, () -> one.store().prepare());
        assertThrows(
            AuthException.StoreUnavailable.class, () -> one.store().put(KEY, session("a9", "r9")));
      } finally {
        server.sql("DELETE FROM keyfob_schema WHERE version = 99");
      }
    }

    @Test
    void find_notSetUp_saysHow() {
      server.sql("ALTER TABLE keyfob_schema RENAME TO elsewhere");
      try {
        assertEquals(Optional.of("keyfob store init"), refused(one).hint());
      } finally {
        server.sql("ALTER TABLE elsewhere RENAME TO keyfob_schema");
      }
    }

    @Test
    void find_rowOfAnotherAccountOrTime_doesNotOpen() {
      AccountKey other = new AccountKey("acme", "work");
      one.store().put(other, session("b1", "s1"));
      server.sql(
          "UPDATE keyfob_session SET sealed ="
              + " (SELECT sealed FROM keyfob_session WHERE account = 'work')"
              + " WHERE account = 'default'");
      assertThrows(AuthException.StoreCorrupt.class, () -> one.store().find(KEY));
      server.sql("UPDATE keyfob_session SET version = version + 1 WHERE account = 'work'");
      assertThrows(AuthException.StoreCorrupt.class, () -> one.store().find(other));
    }

    @Test
    void row_asTheAdministratorSeesIt_holdsNoCredential() {
      String row = server.sql("SELECT encode(sealed, 'escape'), * FROM keyfob_session");
      assertFalse(row.contains("a1") && row.contains("r1"), row);
      assertFalse(row.contains("access_token"), row);
    }
  }

  @Nested
  class KeyRotation {
    @Test
    void rotateKey_everythingSealedAnew_theFormerKeyIsNoLongerNeeded() {
      Machine both =
          new Machine(directory.resolve("both"), server.url())
              .with(FleetKeys.VARIABLE, OTHER_KEY + "\n" + Machine.KEY);
      assertEquals(text(session("a1", "r1")), stored(both));
      assertEquals(1, both.store().rotateKey());
      assertEquals(0, both.store().rotateKey());
      assertThrows(AuthException.StoreUnavailable.class, () -> one.store().find(KEY));
      Machine after =
          new Machine(directory.resolve("after"), server.url()).with(FleetKeys.VARIABLE, OTHER_KEY);
      assertEquals(text(session("a1", "r1")), stored(after));
      both.close();
      after.close();
    }

    @Test
    void key_fromACommandOrAFile_opens() throws IOException {
      Path file = directory.resolve("key");
      Files.writeString(file, Machine.KEY + "\n");
      Machine byFile =
          new Machine(directory.resolve("f"), server.url())
              .without(FleetKeys.VARIABLE)
              .with(FleetKeys.FILE_VARIABLE, file.toString());
      assertEquals(text(session("a1", "r1")), stored(byFile));
      Machine byCommand =
          new Machine(directory.resolve("c"), server.url())
              .without(FleetKeys.VARIABLE)
              .with("PATH", System.getenv("PATH"))
              .with(FleetKeys.COMMAND_VARIABLE, "cat '" + file + "'");
      assertEquals(text(session("a1", "r1")), stored(byCommand));
      byFile.close();
      byCommand.close();
    }

    @Test
    void key_commandThatFails_isUnavailable() {
      AuthException e =
          refused(
              new Machine(directory.resolve("x"), server.url())
                  .without(FleetKeys.VARIABLE)
                  .with(FleetKeys.COMMAND_VARIABLE, "exit 3"));
      assertTrue(e.getMessage().contains("has failed"), e.getMessage());
    }
  }

  @Test
  void describe_tellsServerLatencyLockAndClocks() {
    try (AccountLock _ = Machine.lock(one.store())) {
      var facts = two.store().describe(KEY);
      assertEquals(
          List.of("server", "latency", "lock", "clock_difference"), List.copyOf(facts.keySet()));
      assertTrue(facts.getOrDefault("lock", "").startsWith("process "), facts::toString);
      assertFalse(facts.toString().contains(PostgresqlServer.PASSWORD));
    }
    assertEquals("free", two.store().describe(KEY).get("lock"));
  }

  private static AuthException refused(Machine machine) {
    try {
      return assertThrows(AuthException.StoreUnavailable.class, () -> machine.store().find(KEY));
    } finally {
      machine.close();
    }
  }

  private static boolean answers() {
    try {
      server.sql("SELECT 1");
      return true;
    } catch (AssertionError e) {
      return false;
    }
  }

  /** As time would. */
  private static void expireLease() {
    server.sql("UPDATE keyfob_session SET lease_until = now() - interval '1 second'");
  }

  private static CredentialDocument session(String access, String refresh) {
    return CredentialDocument.of(
        JsonText.parseObject(
            "{\"oauth\":{\"access_token\":\""
                + access
                + "\",\"refresh_token\":\""
                + refresh
                + "\",\"expires_at\":\"2099-01-01T00:00:00Z\"}}"));
  }

  private static String text(CredentialDocument document) {
    return JsonText.compact(document.json());
  }

  private static String stored(Machine machine) {
    return text(machine.store().find(KEY).orElseThrow());
  }

  private static Optional<String> accessToken(Machine machine) {
    return machine
        .store()
        .recent(KEY)
        .map(document -> document.json().getJsonObject("oauth").getString("access_token"));
  }

  private List<Path> pendingFiles() throws IOException {
    return files("one", ".pending");
  }

  private List<Path> files(String machine, String extension) throws IOException {
    Path home = directory.resolve(machine);
    if (!Files.exists(home)) {
      return List.of();
    }
    try (Stream<Path> all = Files.walk(home)) {
      return all.filter(file -> file.toString().endsWith(extension)).toList();
    }
  }
}
