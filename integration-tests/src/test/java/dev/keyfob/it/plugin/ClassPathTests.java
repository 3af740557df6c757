package dev.keyfob.it.plugin;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.keyfob.auth.api.Keyfob;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A program that knows nothing of modules, as these tests are one. */
class ClassPathTests {
  @TempDir Path home;

  @Test
  void plugins_onTheClassPath_areThoseOfTheModules() {
    try (Keyfob keyfob =
        Keyfob.builder()
            .environment(Map.of("KEYFOB_HOME", home.toString()))
            .withoutPluginFolder()
            .open()) {
      assertEquals(
          Set.of("api_key", "pat", "oauth", "file", "keychain"),
          keyfob.plugins().stream()
              .flatMap(plugin -> plugin.id().stream())
              .collect(Collectors.toSet()));
    }
  }
}
