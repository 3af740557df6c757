package dev.keyfob.it.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.keyfob.it.process.KeyfobProcess;
import dev.keyfob.it.process.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
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
          "jdk.internal.net.http.",
          "org.bouncycastle.",
          "org.eclipse.yasson.",
          "org.jline.");

  @TempDir Path home;

  @BeforeEach
  void logIn() throws IOException {
    write(
        "profiles/demo.json",
        """
        {"name":"demo","apiBaseUri":"https://api.example.com","identityPath":"/me",
         "environment":{"token":["DEMO_TOKEN"]},
         "oauth":{"issuer":"https://id.example.com","clientId":"keyfob","scopes":["profile"]}}
        """);
    write(
        "credentials/demo/default.json",
        """
        {"oauth":{"access_token":"access-0123456789","refresh_token":"refresh-0123456789",
         "expires_at":"2099-01-01T00:00:00Z","scope":"profile","token_type":"Bearer",
         "issuer":"https://id.example.com","client_id":"keyfob"},
         "user":{"email":"someone@example.com"}}
        """);
  }

  private void write(String name, String content) throws IOException {
    Path file = home.resolve(name);
    var folders =
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
    Files.createDirectories(file.getParent(), folders);
    Files.writeString(file, content);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
  }

  /** The log's lines on classes: the name, and where it came from. */
  private List<String> classesOf(String command) throws IOException {
    Path log = home.resolve("classes");
    KeyfobProcess keyfob =
        Folders.launcher(Folders.complete().resolve("bin/keyfob"), home)
            .with("KEYFOB_HOME", home.toString())
            .with("KEYFOB_JAVA_OPTS", "-Xlog:class+load:file=" + log + ":none");
    Result result = keyfob.run(command.split(" ", -1));
    assertEquals(0, result.exitCode(), result::toString);
    try (Stream<String> lines = Files.lines(log)) {
      return lines.filter(line -> line.contains(" source: ")).toList();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "token demo",
        "--profile demo token",
        "token demo --json",
        "token demo --min-valid 5m",
        "status demo --offline",
        "status demo --offline --json",
        "profile list",
        "--version",
        "completion candidates -- tok",
        "completion candidates -- token demo --account d"
      })
  void command_ofLoopsAndPrompts_isAllInItsCache(String command) throws IOException {
    List<String> classes = classesOf(command);

    assertEquals(List.of(), classes.stream().filter(line -> !line.contains(FROM_CACHE)).toList());
    assertEquals(
        List.of(),
        classes.stream().filter(line -> OF_NO_USE.stream().anyMatch(line::startsWith)).toList());
  }
}
