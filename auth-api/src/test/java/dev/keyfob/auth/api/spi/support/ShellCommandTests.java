package dev.keyfob.auth.api.spi.support;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

@DisabledOnOs(OS.WINDOWS)
class ShellCommandTests {
  @Test
  void output_isWhatItPrints() throws ShellCommand.Failed {
    assertEquals("é 1\n", ShellCommand.output("echo é $X", Map.of("X", "1", "LC_ALL", "C.UTF-8")));
  }

  @Test
  void output_ownSecrets_areNotInItsEnvironment() throws ShellCommand.Failed {
    Map<String, String> environment =
        Map.of(
            "KEYFOB_PASSPHRASE", "1",
            "KEYFOB_PASSPHRASE_FILE", "2",
            "KEYFOB_FLEET_KEY", "3",
            "KEYFOB_POSTGRESQL_PASSWORD", "4",
            "KEYFOB_PROFILE", "seen");
    assertEquals(
        "KEYFOB_PROFILE=seen\n", ShellCommand.output("/usr/bin/env | grep KEYFOB", environment));
  }

  @Test
  void output_commandThatFails_saysSo() {
    ShellCommand.Failed failed =
        assertThrows(ShellCommand.Failed.class, () -> ShellCommand.output("exit 3", Map.of()));
    assertEquals("has failed", failed.getMessage());
  }
}
