package dev.keyfob.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.keyfob.auth.api.Interaction.Waiting;
import dev.keyfob.auth.api.Keyfob;
import dev.keyfob.cli.system.SystemEnvironment;
import dev.keyfob.cli.terminal.ConsoleInteraction;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Holds to docs/keyfob.schema.json what commands print that need the real file store, a server or
 * another program's files, and so are in no script.
 */
class JsonCommandsTests {
  /** The definitions that this class looks at. */
  static final Set<String> SHAPES =
      Set.of(
          "plugins",
          "profile_keygen",
          "store_seal",
          "store_init",
          "store_rotate_key",
          "setup",
          "setup_list",
          "proxy",
          "event");

  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path home;

  private final Map<String, String> environment = new HashMap<>();
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @BeforeEach
  void moveIn() throws IOException {
    environment.put("KEYFOB_HOME", home.resolve("keyfob").toString());
    environment.put("HOME", home.toString());
    Files.createDirectories(home.resolve("keyfob/profiles"));
    Files.writeString(
        home.resolve("keyfob/profiles/acme.json"),
        """
        {"apiBaseUri": "https://api.example.com", "apiKey": {"header": "x-api-key"},
         "oauth": {"issuer": "https://id.example.com", "clientId": "cli"}}
        """);
  }

  private SystemEnvironment system(String input) {
    return new SystemEnvironment(
        new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
        new PrintStream(out, true, StandardCharsets.UTF_8),
        new PrintStream(err, true, StandardCharsets.UTF_8),
        FakeTty.NONE,
        environment,
        Clock.systemUTC(),
        home,
        "Linux",
        () -> new FakeKeys(""),
        () -> Keyfob.builder().withoutPluginFolder().store(new FakeSharedStore()),
        Optional::empty);
  }

  private JsonNode printed(String command, String input) throws IOException {
    out.reset();
    int code = CommandLine.run(List.of(command.split(" ", -1)), system(input));
    assertEquals(0, code, () -> err.toString(StandardCharsets.UTF_8));
    return JSON.readTree(out.toString(StandardCharsets.UTF_8));
  }

  private static void assertShape(String name, JsonNode value) throws IOException {
    assertTrue(SHAPES.contains(name));
    assertEquals(Set.of(), JsonShapesTests.problems(JsonShapesTests.schema(), name, value));
  }

  @ParameterizedTest
  @CsvSource({
    "plugins --json, plugins",
    "profile keygen acme --json, profile_keygen",
    "setup --json, setup_list",
    "setup git acme --json, setup",
    "setup git acme --undo --json, setup",
    "store init --store shared --json, store_init",
    "store rotate-key --store shared --json, store_rotate_key"
  })
  void command_withJson_isAsTheSchemaSays(String command, String name) throws IOException {
    assertShape(name, printed(command, ""));
  }

  @Test
  void storeSeal_andBack_isAsTheSchemaSays() throws IOException {
    printed("login acme --api-key --no-verify --store file --json", "sk-good-12345\n");
    environment.put("KEYFOB_PASSPHRASE", "correct horse");
    assertShape("store_seal", printed("store seal acme --json", ""));
    assertShape("store_seal", printed("store unseal acme --json", ""));
  }

  @Test
  void proxy_listening_isAsTheSchemaSays() throws Exception {
    environment.put("KEYFOB_ACME_API_KEY", "sk-good-12345");
    Thread proxy =
        Thread.ofPlatform()
            .daemon()
            .start(
                () -> {
                  int _ =
                      CommandLine.run(
                          List.of("proxy", "acme", "--map", "/own=acme", "--json"), system(""));
                });
    for (int i = 0; i < 1_000 && out.size() == 0 && proxy.isAlive(); i++) {
      Thread.sleep(10);
    }
    proxy.interrupt();
    proxy.join();
    assertTrue(out.size() > 0, () -> err.toString(StandardCharsets.UTF_8));
    assertShape("proxy", JSON.readTree(out.toString(StandardCharsets.UTF_8)));
  }

  @Test
  void events_ofALogin_areAsTheSchemaSays() throws IOException {
    environment.put("BROWSER", "none");
    ConsoleInteraction person = new ConsoleInteraction(system(""), false, true, Set::of);
    person.show("a line");
    person.showAddress(URI.create("https://id.example.com/device"));
    person.showCode("WDJB-MJHT");
    assertFalse(person.openBrowser(URI.create("https://id.example.com/device")));
    try (Waiting _ = person.waiting("the confirmation", Duration.ofMinutes(5))) {
      List<String> lines = err.toString(StandardCharsets.UTF_8).lines().toList();
      assertEquals(5, lines.size());
      for (String line : lines) {
        assertShape("event", JSON.readTree(line));
      }
    }
  }
}
