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
   * download of 170 MB.
   */
  static KeycloakDistribution unpacked(Fixtures fixtures) {
    Path target = fixtures.module().resolve("target");
    KeycloakDistribution distribution =
        new KeycloakDistribution(target.resolve("keycloak-" + fixtures.keycloakVersion()));
    if (!Files.isExecutable(distribution.launcher())) {
      unpack(fixtures, target);
    }
    distribution.importRealm();
    return distribution;
  }

  /** The script that starts the server. */
  Path launcher() {
    return home.resolve("bin/kc.sh");
  }

  private static void unpack(Fixtures fixtures, Path target) {
    ProcessBuilder maven =
        new ProcessBuilder(
            "mvn",
            "-B",
            "-q",
            "-N",
            "-f",
            fixtures.root().resolve("pom.xml").toString(),
            "dependency:unpack",
            "-Dartifact=org.keycloak:keycloak-quarkus-dist:%s:tar.gz"
                .formatted(fixtures.keycloakVersion()),
            "-DoutputDirectory=" + target);
    try {
      Process process = maven.redirectErrorStream(true).start();
      String output;
      try (InputStream in = process.getInputStream()) {
        output = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      }
      if (process.waitFor() != 0) {
        throw new IllegalStateException("Maven did not deliver Keycloak's distribution: " + output);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("mvn does not run", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while Maven was unpacking Keycloak", e);
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
