package dev.keyfob.it.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyfobProcessTests {

  @TempDir Path home;

  private KeyfobProcess shell() {
    return new KeyfobProcess(
        Path.of("/bin/sh"), home, Map.of("PATH", "/usr/bin:/bin"), "", Duration.ofSeconds(20));
  }

  @Test
  void run_programThatFails_givesStreamsAndExitCode() {
    Result result = shell().run("-c", "echo out; echo err >&2; exit 3");

    assertEquals(
        new Result(List.of("/bin/sh", "-c", "echo out; echo err >&2; exit 3"), 3, "out\n", "err\n"),
        result);
  }

  @Test
  void run_variableGiven_isAllThatTheProgramSees() {
    Result result = shell().with("KEYFOB_PROFILE", "demo").run("-c", "env | grep -v ^PWD= | sort");

    assertTrue(result.stdout().contains("KEYFOB_PROFILE=demo\n"), result::toString);
    assertFalse(result.stdout().contains("HOME="), result::toString);
  }

  @Test
  void run_inputGiven_endsAfterIt() {
    assertEquals("a key\n", shell().withInput("a key\n").run("-c", "cat").stdout());
  }

  @Test
  void run_programThatHangs_failsWithWhatItSaid() {
    KeyfobProcess impatient = shell().within(Duration.ofMillis(300));

    AssertionError failure =
        assertThrows(AssertionError.class, () -> impatient.run("-c", "echo waiting; sleep 60"));

    assertTrue(failure.toString().contains("waiting"), failure::toString);
  }

  @Test
  void awaitStderr_programStillRunning_givesWhatItPrinted() {
    try (Running running = shell().start("-c", "echo Open https://idp.test/x >&2; exec sleep 60")) {
      assertEquals(
          "https://idp.test/x", running.awaitStderr(Pattern.compile("Open (\\S+)\n")).group(1));
    }
  }

  @Test
  void awaitStderr_programThatEndsWithoutIt_failsWithWhatItSaid() {
    try (Running running = shell().start("-c", "echo no browser >&2")) {
      AssertionError failure =
          assertThrows(
              AssertionError.class, () -> running.awaitStderr(Pattern.compile("Open (\\S+)")));

      assertTrue(failure.toString().contains("no browser"), failure::toString);
    }
  }
}
