package dev.keyfob.it.keycloak;

import dev.keyfob.it.Fixtures;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Objects;

/**
 * Keycloak's server distribution, ready to run with the test realm.
 *
 * @param home its folder
 */
record KeycloakDistribution(Path home) {

  /**
   * Unpacks the distribution into this module's build folder unless it is there; blocks for a
   * download of 170 MB, once for each user.
   */
  static KeycloakDistribution unpacked(Fixtures fixtures) {
    KeycloakDistribution distribution =
        new KeycloakDistribution(
            unpack(fixtures.module().resolve("bin/keycloak-distribution").toString()));
    distribution.importRealm();
    return distribution;
  }

  /** The script that starts the server. */
  Path launcher() {
    return home.resolve("bin/kc.sh");
  }

  private static Path unpack(String script) {
    try {
      Process process =
          new ProcessBuilder(script).redirectError(ProcessBuilder.Redirect.INHERIT).start();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new IllegalStateException(script + " did not deliver Keycloak's distribution");
      }
      return Path.of(output.strip());
    } catch (IOException e) {
      throw new UncheckedIOException(script + " does not run", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while fetching Keycloak", e);
    }
  }

  private void importRealm() {
    Path folder = home.resolve("data/import");
    try (InputStream realm = getClass().getResourceAsStream("/keyfob-realm.json")) {
      Files.createDirectories(folder);
      Files.copy(
          Objects.requireNonNull(realm),
          folder.resolve("keyfob-realm.json"),
          StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
