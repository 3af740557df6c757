package dev.keyfob.it.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.keyfob.it.Fixtures;
import dev.keyfob.it.keycloak.KeycloakServer;
import dev.keyfob.it.keycloak.SharedKeycloak;
import dev.keyfob.it.process.KeyfobProcess;
import dev.keyfob.it.process.Result;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.keycloak.representations.idm.RealmRepresentation;

/**
 * The project in {@code docs/examples/testing}, tested by its own build as a stranger has it: with
 * keyfob out of the repository that the sample plugin was built from. It uses the Keycloak that
 * runs already, as a stranger's can.
 */
@ExtendWith(SharedKeycloak.class)
class ExampleProjectIT {
  @TempDir Path directory;

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path target = to.resolve(from.relativize(file).toString());
        if (!from.relativize(file).startsWith("target")) {
          Files.createDirectories(Objects.requireNonNull(target.getParent()));
          Files.copy(file, target);
        }
      }
    }
  }

  /** What the build has fetched is the only repository. */
  private Path settings() throws IOException {
    String local =
        System.getProperty(
            "localRepository", Path.of(System.getProperty("user.home"), ".m2/repository") + "");
    Path template = Fixtures.load().module().resolve("src/test/maven/settings.xml");
    return Files.writeString(
        directory.resolve("settings.xml"),
        Files.readString(template)
            .replace("@localRepositoryUrl@", Path.of(local).toUri().toString()));
  }

  private Result maven(KeycloakServer keycloak, String... goals) {
    Path repository = Fixtures.load().module().resolve("target/repository");
    try {
      return new KeyfobProcess(
              Path.of("/usr/bin/env"),
              directory,
              Map.of(
                  "HOME",
                  System.getProperty("user.home"),
                  "PATH",
                  System.getenv().getOrDefault("PATH", "/usr/bin:/bin"),
                  "JAVA_HOME",
                  System.getProperty("java.home"),
                  "KEYFOB_KEYCLOAK_URL",
                  keycloak.address().toString(),
                  "KEYFOB_KEYCLOAK_ADMIN",
                  keycloak.server().adminUser(),
                  "KEYFOB_KEYCLOAK_ADMIN_PASSWORD",
                  keycloak.server().adminPassword().reveal()),
              "",
              Duration.ofMinutes(5))
          .run(
              Stream.concat(
                      Stream.of(
                          "mvn",
                          "-B",
                          "-s",
                          settings().toString(),
                          "-Dmaven.repo.local=" + repository,
                          "-f",
                          directory.resolve("project/pom.xml").toString()),
                      Stream.of(goals))
                  .toArray(String[]::new));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void programs_shipWithNothingOfIt() throws IOException {
    Path programs = Fixtures.load().root().resolve("cli/target/keyfob-portable/lib");
    try (Stream<Path> jars = Files.list(programs)) {
      List<String> names = jars.map(jar -> String.valueOf(jar.getFileName())).toList();
      assertTrue(names.stream().anyMatch(name -> name.contains("auth-oauth")), names::toString);
      assertTrue(names.stream().noneMatch(name -> name.contains("junit")), names::toString);
    }
  }

  @Test
  void tests_ofTheExample_passAndLeaveNoRealmBehind(KeycloakServer keycloak) throws IOException {
    copy(Fixtures.load().root().resolve("docs/examples/testing"), directory.resolve("project"));

    Result result = maven(keycloak, "test");

    assertEquals(0, result.exitCode(), result::toString);
    assertTrue(result.stdout().contains("Tests run: 5, Failures: 0"), result::toString);
    assertTrue(
        keycloak.admin().realms().findAll().stream()
            .map(RealmRepresentation::getRealm)
            .noneMatch("shop"::equals));
  }
}
