package dev.keyfob.store.keychain.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.keyfob.auth.testkit.NeedsTool;
import dev.keyfob.auth.testkit.PrivateSession;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The keychain store against a real Secret Service, and against broken ones. */
@Timeout(120)
@NeedsTool({"session-bus", "secret-service", "libsecret"})
class SecretServiceIT {
  private static final String INSTEAD = "or: keyfob login acme --store file";

  @Nested
  class Unlocked {
    private PrivateSession session;
    private ChildProgram keychain;

    @BeforeEach
    void start() throws IOException {
      session = PrivateSession.unlocked();
      keychain = ChildProgram.start(session.environment());
    }

    @AfterEach
    void stop() throws IOException {
      try (PrivateSession _ = session) {
        keychain.close();
      }
    }

    @Test
    void availability_isGiven() throws IOException {
      assertEquals("available", keychain.ask("availability acme default"));
      assertEquals("writable", keychain.ask("writable acme default"));
    }

    @Test
    void document_isFoundByAnotherProgram_untilDeleted() throws IOException {
      assertEquals("nothing", keychain.ask("find acme default"));
      assertEquals("done", keychain.ask("put acme default {\"api_key\":\"k1\"}"));
      assertEquals("done", keychain.ask("put acme default {\"api_key\":\"k2\",\"x\":[1]}"));
      try (ChildProgram other = ChildProgram.start(session.environment())) {
        assertEquals("{\"api_key\":\"k2\",\"x\":[1]}", other.ask("find acme default"));
        assertEquals("deleted", other.ask("delete acme default"));
        assertEquals("nothing", other.ask("delete acme default"));
      }
      assertEquals("nothing", keychain.ask("find acme default"));
    }

    @Test
    void item_isFoundByAPerson() throws IOException {
      keychain.ask("put acme work {\"api_key\":\"k1\"}");
      assertEquals(
          "{\"api_key\":\"k1\"}",
          session.run(
              "secret-tool",
              "lookup",
              "application",
              application(),
              "profile",
              "acme",
              "account",
              "work"));
      String found = session.run("secret-tool", "search", "application", application());
      assertTrue(found.contains("label = " + application() + ": acme (work)"), found);
      assertTrue(found.contains("schema = dev.keyfob.Credential"), found);
    }

    @Test
    void document_of64Kilobytes_isKept() throws IOException {
      String document = "{\"oauth\":{\"access_token\":\"" + "é".repeat(32 * 1024) + "\"}}";
      assertEquals("done", keychain.ask("put acme default " + document));
      assertEquals(document, keychain.ask("find acme default"));
    }

    @Test
    void list_namesTheAccountsOfOneProfile() throws IOException {
      assertEquals("[]", keychain.ask("list acme default"));
      keychain.ask("put acme default {}");
      keychain.ask("put acme Übung/../x {}");
      keychain.ask("put other third {}");
      assertEquals("[default,Übung/../x]", keychain.ask("list acme default"));
    }

    @Test
    void firstWrites_atOnce_leaveOneItem() throws IOException {
      List<ChildProgram> children = new ArrayList<>();
      List<String> commands = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        ChildProgram child = ChildProgram.start(session.environment());
        // With everything loaded, the writes are as close together as they can be.
        assertEquals("available", child.ask("availability acme default"));
        children.add(child);
        commands.add("put acme default {\"api_key\":\"k" + i + "\"}");
      }
      assertEquals(Set.of("done"), new HashSet<>(ChildProgram.askAll(children, commands)));
      for (ChildProgram child : children) {
        child.close();
      }
      String all = session.run("secret-tool", "search", "--all", "application", application());
      assertEquals(1, all.lines().filter(line -> line.startsWith("label = ")).count(), all);
    }

    @Test
    void rawToken_isASession_andAnythingElse_isMovedAside() throws IOException {
      store("sk_token_123\n");
      assertEquals("{\"oauth\":\"sk_token_123\"}", keychain.ask("find acme default"));

      store("{\"oauth\":{\"acc");
      String damaged = keychain.ask("find acme default");
      assertTrue(damaged.startsWith("StoreCorrupt: "), damaged);
      assertTrue(damaged.endsWith(" -> keyfob login acme"), damaged);
      assertEquals(
          "the keychain's item \"" + application() + "-damaged: acme (default)\"",
          keychain.ask("aside acme default"));
      assertEquals("nothing", keychain.ask("find acme default"));
      assertEquals("[]", keychain.ask("list acme default"));
      assertEquals(
          "{\"oauth\":{\"acc",
          session.run(
              "secret-tool",
              "lookup",
              "application",
              application() + "-damaged",
              "profile",
              "acme"));
    }

    /** Of a home that is not the user's own. */
    private String application() {
      return "keyfob in " + session.environment().get("HOME");
    }

    /** What another tool would have written. */
    private void store(String text) {
      session.pipe(
          text,
          "secret-tool",
          "store",
          "--label=x",
          "application",
          application(),
          "profile",
          "acme",
          "account",
          "default",
          "xdg:schema",
          "dev.keyfob.Credential");
    }

    @Test
    void document_survivesTheDaemonsDeath() throws IOException {
      keychain.ask("put acme default {\"api_key\":\"k1\"}");
      session.killDaemon();
      String failure = keychain.ask("find acme default");
      assertTrue(failure.startsWith("StoreUnavailable: No keychain service runs"), failure);
      assertTrue(failure.endsWith(INSTEAD), failure);

      session.startUnlocked();
      assertEquals("{\"api_key\":\"k1\"}", keychain.ask("find acme default"));
    }

    @Test
    void daemon_killedInTheMiddleOfACall_isSaid() throws IOException {
      keychain.ask("find acme first");
      session.freezeDaemon();
      keychain.send("find acme default");
      session.awaitTraffic("(?s)method call .*member=SearchItems.*\"default\".*");
      session.killDaemon();
      String failure = keychain.receive();
      assertTrue(failure.startsWith("StoreUnavailable: The keychain service has gone"), failure);
      assertTrue(failure.endsWith(INSTEAD), failure);
    }

    @Test
    void daemon_thatNeverAnswers_isGivenUp() throws IOException {
      session.freezeDaemon();
      for (String command : List.of("find", "put")) {
        String failure = keychain.ask(command + " acme default {}");
        assertTrue(failure.startsWith("StoreUnavailable: "), failure);
        assertTrue(failure.contains("has not answered in time"), failure);
        assertTrue(failure.endsWith(INSTEAD), failure);
      }
      String failure = keychain.ask("availability acme default");
      assertTrue(failure.contains("has not answered in time"), failure);
    }

    @Test
    void bus_thatGoesAway_doesNotTakeTheProgramAlong() throws IOException {
      assertEquals("nothing", keychain.ask("find acme default"));
      session.killBus();
      String failure = keychain.ask("find acme default");
      assertTrue(failure.startsWith("StoreUnavailable: The D-Bus session"), failure);
      assertTrue(failure.endsWith(INSTEAD), failure);
      keychain.close();
      assertEquals(0, keychain.exitCode());
    }
  }

  @Nested
  class Locked {
    private PrivateSession session;

    @BeforeEach
    void start() throws IOException {
      session = PrivateSession.unlocked();
      try (ChildProgram keychain = ChildProgram.start(session.environment())) {
        keychain.ask("put acme default {\"api_key\":\"k1\"}");
      }
      session.killDaemon();
      session.startLocked();
    }

    @AfterEach
    void stop() throws IOException {
      session.close();
    }

    @Test
    void everyCall_withoutAPerson_saysSo() throws IOException {
      try (ChildProgram keychain = ChildProgram.start(session.environment())) {
        for (String command : List.of("find", "put", "delete", "writable")) {
          String failure = keychain.ask(command + " acme default {}");
          assertTrue(
              failure.startsWith("StoreUnavailable: The system's keychain is locked"), failure);
          assertTrue(failure.endsWith(INSTEAD), failure);
        }
        String failure = keychain.ask("availability acme default");
        assertTrue(failure.startsWith("not available: The system's keychain is locked"), failure);
        assertTrue(failure.endsWith(INSTEAD), failure);
      }
    }

    @Test
    void absentDocument_isNotTakenForGranted() throws IOException {
      try (ChildProgram keychain = ChildProgram.start(session.environment())) {
        String failure = keychain.ask("find acme other");
        assertTrue(
            failure.startsWith("StoreUnavailable: The system's keychain is locked"), failure);
        assertTrue(failure.endsWith("or: keyfob login acme --account other --store file"), failure);
      }
    }

    @Test
    void person_whoCannotBeAsked_isToldThatItStaysLocked() throws IOException {
      // Nothing on this bus shows a prompt, so the service dismisses it.
      Map<String, String> environment = new HashMap<>(session.environment());
      environment.put("DISPLAY", ":99");
      try (ChildProgram keychain = ChildProgram.start(environment, "person")) {
        assertEquals("available", keychain.ask("availability acme default"));
        String failure = keychain.ask("find acme default");
        assertTrue(
            failure.startsWith("StoreUnavailable: The system's keychain stays locked"), failure);
        assertEquals(
            "The keychain is locked: type its password in the window that opens.",
            keychain.ask("shown acme default"));
      }
    }
  }

  @Nested
  class Absent {
    @Test
    void service_thatIsNotThere_isSaid() throws IOException {
      try (PrivateSession session = PrivateSession.open();
          ChildProgram keychain = ChildProgram.start(session.environment())) {
        String failure = keychain.ask("availability acme default");
        assertTrue(failure.startsWith("not available: No keychain service runs"), failure);
        assertTrue(failure.endsWith(INSTEAD), failure);
      }
    }

    @Test
    void bus_thatIsNotThere_isSaid(@TempDir Path directory) throws IOException {
      Map<String, String> environment = new HashMap<>();
      environment.put("HOME", directory.toString());
      try (ChildProgram keychain = ChildProgram.start(environment)) {
        String failure = keychain.ask("availability acme default");
        assertTrue(failure.startsWith("not available: There is no D-Bus session here"), failure);
        assertTrue(failure.endsWith(INSTEAD), failure);
      }
      environment.put("DBUS_SESSION_BUS_ADDRESS", "unix:path=" + directory.resolve("none"));
      try (ChildProgram keychain = ChildProgram.start(environment)) {
        String failure = keychain.ask("availability acme default");
        assertTrue(failure.startsWith("not available: The D-Bus session that leads"), failure);
      }
    }

    @Test
    void bus_thatAcceptsAndNeverAnswers_isGivenUp() throws IOException {
      Path directory = Files.createTempDirectory("keyfob-");
      Path socket = directory.resolve("bus");
      try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
        server.bind(UnixDomainSocketAddress.of(socket));
        Thread.ofVirtual().start(() -> swallow(server));
        Map<String, String> environment =
            Map.of("HOME", directory.toString(), "DBUS_SESSION_BUS_ADDRESS", "unix:path=" + socket);
        try (ChildProgram keychain = ChildProgram.start(environment)) {
          String failure = keychain.ask("availability acme default");
          assertTrue(failure.contains("has not answered in time"), failure);
          assertTrue(failure.endsWith(INSTEAD), failure);
        }
      } finally {
        Files.delete(socket);
        Files.delete(directory);
      }
    }

    private static void swallow(ServerSocketChannel server) {
      ByteBuffer swallowed = ByteBuffer.allocate(1024);
      try (SocketChannel client = server.accept()) {
        while (client.read(swallowed.clear()) >= 0) {}
      } catch (IOException e) {
        // the test is over
      }
    }
  }
}
