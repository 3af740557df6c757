package dev.keyfob.it.programs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.keyfob.auth.testkit.NeedsTool;
import dev.keyfob.it.process.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real {@code kubectl}, whichever version it is. */
@NeedsTool({"kubectl", "curl"})
class KubectlIT {
  @TempDir Path home;
  private Workplace work;
  private ApiServer server;
  private Path config;
  private volatile String expected = "a login";

  @BeforeEach
  void moveIn() {
    work = Workplace.at(home).first(NpmPrograms.programs());
    server = new ApiServer(home, sent -> sent.equals(expected));
    config = home.resolve(".kube/config");
    kubectl(
        "config",
        "set-cluster",
        "c",
        "--server=" + server.address(),
        "--certificate-authority=" + server.certificate());
    kubectl("config", "set-context", "c", "--cluster=c", "--user=work");
    kubectl("config", "use-context", "c");
    work.loggedIn("https://api.example", "\"kubectlToken\": \"id_token\",");
    expected = "Bearer " + work.ok("token", "work", "--token", "id").strip();
  }

  @AfterEach
  void stop() {
    server.close();
    work.close();
  }

  private Result kubectl(String... arguments) {
    String[] command = new String[arguments.length + 1];
    command[0] = "kubectl";
    System.arraycopy(arguments, 0, command, 1, arguments.length);
    return work.run(command);
  }

  private Result version() {
    return kubectl("get", "--raw", "/version");
  }

  @Test
  void setUp_serverThatTakesIdTokens_isAnsweredAndUndoneExactly() throws IOException {
    String before = Files.readString(config);
    assertNotEquals(0, version().exitCode());

    work.ok("setup", "kubectl", "work");
    Result result = version();

    assertTrue(result.stdout().contains("v1.32.0"), result::toString);
    work.ok("setup", "kubectl", "work");
    assertTrue(version().stdout().contains("v1.32.0"));

    work.ok("setup", "kubectl", "work", "--undo");
    assertEquals(before, Files.readString(config));
  }

  /** kubectl runs the plugin once more, and the next time as well. */
  @Test
  void refused_accessToken_isA401ForWhoAsked() {
    String sent = expected;
    expected = "another one";
    work.ok("setup", "kubectl", "work");

    Result result = version();

    assertNotEquals(0, result.exitCode(), result::toString);
    assertTrue(result.stderr().contains("logged in"), result::toString);
    assertEquals(
        List.of(sent),
        server.seen().stream().filter(header -> !header.isEmpty()).distinct().toList());
  }

  @Test
  void nobodyLoggedIn_whatItSays_reachesThePerson() {
    work.ok("setup", "kubectl", "work");
    work.ok("logout", "work");

    Result result = version();

    assertNotEquals(0, result.exitCode());
    assertTrue(result.stderr().contains("keyfob login work"), result::toString);
  }

  @Test
  void setUp_userThatIsThereAlready_staysAsItIs() throws IOException {
    kubectl("config", "set-credentials", "work", "--token=of-somebody");
    String before = Files.readString(config);

    Result setUp = work.keyfob().run("setup", "kubectl", "work");
    Result undone = work.keyfob().run("setup", "kubectl", "work", "--undo");

    assertEquals(2, setUp.exitCode(), setUp::toString);
    assertTrue(setUp.stderr().contains("has a user work already"), setUp::toString);
    assertEquals(2, undone.exitCode(), undone::toString);
    assertEquals(before, Files.readString(config));
  }
}
