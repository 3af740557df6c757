package dev.keyfob.it.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.keyfob.auth.testkit.NeedsTool;
import dev.keyfob.auth.testkit.PrivateSession;
import dev.keyfob.it.process.KeyfobProcess;
import dev.keyfob.it.process.Result;
import dev.keyfob.it.process.Running;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The built program with a real keychain, and with broken ones. */
@Timeout(180)
@NeedsTool({"session-bus", "secret-service", "libsecret"})
class KeychainIT {
  /** Starting the program, and the three seconds that a keychain is given, some times over. */
  private static final Duration BOUND = Duration.ofSeconds(30);

  private static final String CALL = "(?s)method call .*path=/org/freedesktop/secrets.*";

  @TempDir Path home;

  private static Vault in(PrivateSession session, Path home) {
    return Vault.at(home)
        .with(
            Map.of(
                "XDG_RUNTIME_DIR", session.environment().get("XDG_RUNTIME_DIR"),
                "DBUS_SESSION_BUS_ADDRESS", session.environment().get("DBUS_SESSION_BUS_ADDRESS")));
  }

  private static void assertUnavailable(String why, Result result) {
    assertEquals(5, result.exitCode(), result::toString);
    assertEquals("", result.stdout());
    JsonObject error = error(result);
    assertEquals("store_unavailable", error.getString("code"), result::toString);
    assertTrue(error.getString("message").contains(why), result::toString);
    assertTrue(
        error.getString("hint").endsWith("keyfob login acme --store file"), result::toString);
  }

  private static JsonObject error(Result result) {
    String last = result.stderr().lines().reduce((first, second) -> second).orElseThrow();
    return Vault.json(last).getJsonObject("error");
  }

  @Nested
  class Answering {
    private PrivateSession session;
    private Vault acme;

    @BeforeEach
    void start() throws IOException {
      session = PrivateSession.unlocked();
      acme = in(session, home);
    }

    @AfterEach
    void stop() throws IOException {
      session.close();
    }

    @Test
    void login_withoutAPreference_goesToTheKeychain_andEveryCommandFindsItThere() {
      Result login = Vault.checked(acme.login());
      assertEquals("keychain", Vault.json(login.stdout()).getString("store"));
      assertFalse(login.stderr().contains("warning"), login::toString);
      assertFalse(Files.exists(acme.document()));
      assertEquals(Vault.KEY + "\n", acme.must("token", "acme").stdout());
      assertEquals(
          "keychain",
          Vault.json(acme.must("status", "acme", "--offline", "--json").stdout())
              .getString("store"));
      String found = session.run("secret-tool", "search", "application", acme.application());
      assertTrue(found.contains("label = " + acme.application() + ": acme (default)"), found);

      acme.must("logout", "acme");
      assertEquals("", session.run("secret-tool", "search", "application", acme.application()));
      assertEquals(3, acme.run("token", "acme").exitCode());
    }

    @Test
    void login_toAFile_isAChoiceThatIsRemembered() {
      Vault.checked(acme.login("--store", "file"));
      assertEquals("file", Vault.json(Vault.checked(acme.login()).stdout()).getString("store"));
      assertTrue(Files.exists(acme.document()));
      assertEquals("", session.run("secret-tool", "search", "application", acme.application()));
    }

    @Test
    void keychain_thatVanishes_isAnErrorWithARemedy_andNeverAPlainFile() {
      Vault.checked(acme.login());
      session.killDaemon();
      assertUnavailable("No keychain service runs", acme.run("token", "acme"));
      assertUnavailable("No keychain service runs", acme.login());
      assertFalse(Files.exists(acme.document()), "nobody has allowed a plain file");

      Result sick = acme.run("doctor", "acme", "--json");
      assertEquals(1, sick.exitCode(), sick::toString);
      assertEquals("fail", Vault.check(sick, "store").getString("status"), sick::toString);
      assertEquals("warn", Vault.check(sick, "keychain").getString("status"), sick::toString);
      assertEquals("skip", Vault.check(sick, "token").getString("status"), sick::toString);
    }

    @Test
    void keychain_thatVanished_givesWayToAFile_andIsClearedWhenItIsBack() throws IOException {
      Vault.checked(acme.login());
      session.killDaemon();
      Result login = Vault.checked(acme.login("--store", "file"));
      assertTrue(login.stderr().contains("could not be removed"), login::toString);
      assertEquals(Vault.KEY + "\n", acme.must("token", "acme").stdout());

      session.startUnlocked();
      assertEquals(
          "warn",
          Vault.check(acme.run("doctor", "acme", "--json"), "leftovers").getString("status"));
      acme.run("doctor", "acme", "--fix", "--json");
      assertEquals("", session.run("secret-tool", "search", "application", acme.application()));
      assertEquals(
          "pass",
          Vault.check(acme.run("doctor", "acme", "--json"), "leftovers").getString("status"));
      assertEquals(Vault.KEY + "\n", acme.must("token", "acme").stdout());
    }

    @Test
    void keychain_thatIsKilledInTheMiddleOfACall_isSaid() {
      Vault.checked(acme.login());
      session.forgetTraffic();
      session.freezeDaemon();
      try (Running token = acme.keyfob().start("token", "acme")) {
        session.awaitTraffic(CALL);
        session.killDaemon();
        assertUnavailable("keychain service", token.result());
      }
    }

    @Test
    void keychain_thatNeverAnswers_isGivenUp() {
      Vault.checked(acme.login());
      session.freezeDaemon();
      KeyfobProcess bounded = acme.keyfob().within(BOUND);
      assertUnavailable("has not answered in time", bounded.run("token", "acme"));
      assertUnavailable("has not answered in time", bounded.run("logout", "acme"));
      Result doctor = bounded.run("doctor", "acme", "--json");
      assertEquals("fail", Vault.check(doctor, "store").getString("status"), doctor::toString);
    }

    @Test
    void migrate_thereAndBack_takesTheCredentialAlong() {
      Vault.checked(acme.login("--store", "file"));
      JsonObject there =
          Vault.json(acme.must("store", "migrate", "acme", "--to", "keychain", "--json").stdout());
      assertEquals("file", there.getString("from"));
      assertTrue(there.getBoolean("moved"));
      assertFalse(Files.exists(acme.document()));
      assertEquals(Vault.KEY + "\n", acme.must("token", "acme").stdout());

      acme.must("store", "migrate", "acme", "--to", "file");
      assertEquals(Vault.KEY + "\n", acme.must("token", "acme").stdout());
      assertEquals("", session.run("secret-tool", "search", "application", acme.application()));
    }
  }

  @Nested
  class NotAnswering {
    @Test
    void login_withoutAKeychain_takesAFileAndSaysSoOnce() throws IOException {
      try (PrivateSession session = PrivateSession.open()) {
        Vault acme = in(session, home);
        Result first = Vault.checked(acme.login());
        assertEquals("file", Vault.json(first.stdout()).getString("store"));
        assertTrue(first.stderr().contains("goes to a file"), first::toString);
        assertTrue(first.stderr().contains("No keychain service runs"), first::toString);

        session.startUnlocked();
        Result second = Vault.checked(acme.login());
        assertEquals("file", Vault.json(second.stdout()).getString("store"));
        assertEquals("", second.stderr());
      }
    }

    @Test
    void login_toAKeychainThatIsNotThere_storesNothing() throws IOException {
      try (PrivateSession session = PrivateSession.open()) {
        Vault acme = in(session, home);
        assertUnavailable("No keychain service runs", acme.login("--store", "keychain"));
        assertFalse(Files.exists(acme.document()));
      }
    }

    @Test
    void everyCommand_whileItIsLocked_saysSoAtOnce() throws IOException {
      try (PrivateSession session = PrivateSession.unlocked()) {
        Vault acme = in(session, home);
        Vault.checked(acme.login());
        session.killDaemon();
        session.startLocked();
        Vault hasty = new Vault(home, acme.keyfob().within(BOUND));
        assertUnavailable("is locked", hasty.run("token", "acme"));
        assertUnavailable("is locked", hasty.login());
        assertUnavailable("is locked", hasty.run("logout", "acme"));
        assertUnavailable("is locked", hasty.run("store", "migrate", "acme", "--to", "file"));
        Result doctor = hasty.run("doctor", "acme", "--json");
        assertTrue(
            Vault.check(doctor, "store").getString("message").contains("is locked"),
            doctor::toString);
      }
    }

    @Test
    void login_onABusThatNeverAnswers_takesAFileInTime() throws IOException {
      Path directory = Files.createTempDirectory("keyfob-");
      Path socket = directory.resolve("bus");
      try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
        server.bind(UnixDomainSocketAddress.of(socket));
        Thread.ofVirtual().start(() -> swallow(server));
        Vault acme = Vault.at(home).with("DBUS_SESSION_BUS_ADDRESS", "unix:path=" + socket);
        Vault hasty = new Vault(home, acme.keyfob().within(BOUND));
        Result login = Vault.checked(hasty.login());
        assertTrue(login.stderr().contains("has not answered in time"), login::toString);
        assertEquals("file", Vault.json(login.stdout()).getString("store"));
        assertUnavailable("has not answered in time", hasty.login("--store", "keychain"));
        assertEquals(Vault.KEY + "\n", hasty.must("token", "acme").stdout());
      } finally {
        Files.delete(socket);
        Files.delete(directory);
      }
    }

    private static void swallow(ServerSocketChannel server) {
      ByteBuffer swallowed = ByteBuffer.allocate(1024);
      while (server.isOpen()) {
        try (SocketChannel client = server.accept()) {
          while (client.read(swallowed.clear()) >= 0) {}
        } catch (IOException e) {
          return; // the test is over
        }
      }
    }
  }
}
