package dev.keyfob.it.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.keyfob.it.process.KeyfobProcess;
import dev.keyfob.it.process.Result;
import dev.keyfob.it.systems.StandIn;
import dev.keyfob.it.systems.User;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What makes a start slow, found without a clock: classes that are not in the cache, are made at
 * run time, or belong to what the command has no use for. docs/performance.md says what each costs.
 */
class StartUpIT {
  private static final String FROM_CACHE = " source: shared objects file";
  private static final List<String> OF_NO_USE =
      List.of(
          "com.beust.jcommander.JCommander",
          "com.google.zxing.",
          "com.nimbusds.",
          "java.util.logging.",
          "jdk.internal.net.http.",
          "org.bouncycastle.",
          "org.eclipse.yasson.",
          "org.jline.");

  private static StandIn service;

  /**
   * Logged in by the distribution itself: the documents that commands read are what a login left.
   */
  private static Path home;

  @TempDir private Path logs;

  @BeforeAll
  static void logIn(@TempDir Path folder) {
    home = folder;
    service =
        new StandIn("keyfob")
            .admitting("key-0123456789")
            .answering("/me", "{\"email\":\"someone@example.com\"}");
    User user = User.at(home).with("KEYFOB_HOME", home.resolve("keyfob").toString());
    user.typing(
            """
            {"name":"demo","apiBaseUri":"BASE","identityPath":"/me",
             "environment":{"token":["DEMO_TOKEN"]},"apiKey":{"header":"X-Api-Key"},
             "oauth":{"issuer":"BASE","clientId":"keyfob","scopes":["openid","email"]}}
            """
                .replace("BASE", service.address("")))
        .ok("profile", "import", "-");
    user.ok("login", "demo", "--oauth");
    user.typing("key-0123456789\n").ok("login", "demo", "--account", "key", "--api-key");
    String session = user.read(home.resolve("keyfob/credentials/demo/default.json"));
    assertTrue(session.contains("issued_at"), "not what a login leaves");
  }

  @AfterAll
  static void stop() {
    service.close();
  }

  /** The log's lines on classes: the name, and where it came from. */
  private List<String> classesOf(String command) throws IOException {
    Path log = logs.resolve("classes");
    KeyfobProcess keyfob =
        Folders.launcher(Folders.complete().resolve("bin/keyfob"), home)
            .with("KEYFOB_HOME", home.resolve("keyfob").toString())
            .with("KEYFOB_JAVA_OPTS", "-Xlog:class+load:file=" + log + ":none");
    URI api = URI.create(service.address(""));
    String request = "protocol=http\nhost=%s\n\n".formatted(api.getAuthority());
    Result result = keyfob.withInput(request).run(command.split(" ", -1));
    assertEquals(0, result.exitCode(), result::toString);
    try (Stream<String> lines = Files.lines(log)) {
      return lines.filter(line -> line.contains(" source: ")).toList();
    }
  }

  /** What the JDK makes to read annotations, by which options are completed; no cache keeps it. */
  private static boolean isMadeOnTheWay(String line) {
    return line.contains("__dynamic_proxy__") || line.contains("__JVM_LookupDefineClass__");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "token demo",
        "token demo --account key",
        "--profile demo token",
        "token demo --json",
        "token demo --min-valid 5m",
        "credential git get",
        "status demo --offline",
        "status demo --offline --json",
        "profile list",
        "--version",
        "completion candidates -- tok",
        "completion candidates -- token demo --account d"
      })
  void command_ofLoopsAndPrompts_isAllInItsCache(String command) throws IOException {
    List<String> classes = classesOf(command);

    assertEquals(
        List.of(),
        classes.stream()
            .filter(line -> !line.contains(FROM_CACHE))
            .filter(line -> !(command.startsWith("completion") && isMadeOnTheWay(line)))
            .toList());
    assertEquals(
        List.of(),
        classes.stream().filter(line -> OF_NO_USE.stream().anyMatch(line::startsWith)).toList());
  }
}
