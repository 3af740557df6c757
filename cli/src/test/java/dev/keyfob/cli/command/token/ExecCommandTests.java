package dev.keyfob.cli.command.token;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.keyfob.cli.Stage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExecCommandTests {
  @TempDir Path home;
  private Stage stage;

  @BeforeEach
  void setUp() {
    stage = new Stage(home).env("PATH", "/usr/bin:/bin");
  }

  @AfterEach
  void tearDown() {
    stage.close();
  }

  private Stage.Outcome exec(String shell, String... options) {
    List<String> line = new ArrayList<>(List.of("exec", "acme"));
    line.addAll(List.of(options));
    line.addAll(List.of("--", "/bin/sh", "-c", shell));
    return stage.run(line, "");
  }

  private String written(String file) throws IOException {
    return Files.readString(home.resolve(file));
  }

  @Test
  void exec_key_isInTheVariableOfTheService() throws Exception {
    stage.env("KEYFOB_ACME_API_KEY", "sk-mine-12345");

    assertEquals(0, exec("printf %s \"$ACME_KEY\" >seen").code());

    assertEquals("sk-mine-12345", written("seen"));
  }

  @Test
  void exec_oauthWhereTheVariableIsReadAsAKey_asksForAName() {
    stage.session("at-1", "default", Duration.ofHours(1));

    Stage.Outcome outcome = exec("true");

    assertEquals(2, outcome.code());
    assertTrue(outcome.err().contains("--env \\\"$NAME\\\""), outcome.err());
  }

  @Test
  void exec_variableNamed_holdsTheFreshToken() throws Exception {
    stage.session("at-old", "default", Duration.ofSeconds(5)).renewalEnds("renewed");

    assertEquals(0, exec("printf %s \"$ACME_TOKEN\" >seen", "--env", "ACME_TOKEN").code());

    assertEquals("at-renewed", written("seen"));
  }

  @Test
  void exec_commandFails_endsWithItsExitCode() {
    stage.session("at-1", "default", Duration.ofHours(1));

    assertEquals(7, exec("exit 7", "--env", "T").code());
    assertEquals(128 + 9, exec("kill -9 $$", "--env", "T").code());
  }

  @Test
  void exec_optionsOfJavaThatTheLauncherTook_areGivenBack() throws Exception {
    stage
        .session("at-1", "default", Duration.ofHours(1))
        .env("KEYFOB_SAVED_JAVA_TOOL_OPTIONS", "-Dmine");

    exec("printf %s \"$JAVA_TOOL_OPTIONS/$KEYFOB_SAVED_JAVA_TOOL_OPTIONS\" >seen", "--env", "T");

    assertEquals("-Dmine/", written("seen"));
  }

  @Test
  void exec_notLoggedIn_runsNothing() {
    Stage.Outcome outcome = exec("touch ran");

    assertEquals(3, outcome.code());
    assertTrue(Files.notExists(home.resolve("ran")));
  }

  @Test
  void exec_noSuchProgram_isAnErrorWithoutTheCredential() {
    stage.session("at-secret", "default", Duration.ofHours(1));

    Stage.Outcome outcome = stage.run("exec acme --env T -- /no/such/program");

    assertEquals(127, outcome.code());
    assertTrue(outcome.err().contains("/no/such/program"), outcome.err());
    assertTrue(!outcome.err().contains("at-secret"), outcome.err());
  }

  @Test
  void exec_noCommandOrABadName_isAUsageError() {
    assertEquals(2, stage.run("exec acme").code());
    assertEquals(2, stage.run("exec acme --").code());
    assertEquals(2, stage.run("exec acme --env A=B -- true").code());
  }
}
