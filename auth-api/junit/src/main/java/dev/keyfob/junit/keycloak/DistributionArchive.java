package dev.keyfob.junit.keycloak;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.stream.Stream;

/**
 * The archive of Keycloak's distribution: in the cache or in Maven's repository, where a build may
 * have it as a dependency, else fetched by Maven, which checks its sum.
 *
 * @param version Keycloak's
 * @param cache where it is kept
 * @param repository Maven's, on this machine
 */
record DistributionArchive(String version, Path cache, Path repository) {
  private static final String ARTIFACT = "keycloak-quarkus-dist";
  private static final String COPY = "org.apache.maven.plugins:maven-dependency-plugin:3.9.0:copy";

  static DistributionArchive of(Settings settings) {
    return new DistributionArchive(
        settings.version(), settings.cache(), settings.mavenRepository());
  }

  /**
   * Where it is. Blocks for a download of 170 MB, once for each user.
   *
   * @throws IllegalStateException if it is not there and cannot be fetched, with what to do
   */
  Path find() {
    String name = ARTIFACT + "-" + version + ".tar.gz";
    Path cached = cache.resolve(name);
    return Stream.of(
            cached,
            repository.resolve("org/keycloak").resolve(ARTIFACT).resolve(version).resolve(name))
        .filter(Files::isRegularFile)
        .findFirst()
        .orElseGet(() -> fetch(cached));
  }

  private Path fetch(Path cached) {
    String coordinates = "org.keycloak:" + ARTIFACT + ":" + version + ":tar.gz";
    try {
      Path work = Files.createTempDirectory(cache, "fetching");
      try {
        // A repository of its own: a build may be using the other one, and Maven 3 does not lock
        // it.
        Command.run(
            work,
            File.separatorChar == '\\' ? "mvn.cmd" : "mvn",
            "-B",
            "-q",
            "-Dmaven.repo.local=" + work.resolve("repository"),
            COPY,
            "-Dartifact=" + coordinates,
            "-DoutputDirectory=" + work);
        return Files.move(
            work.resolve(cached.getFileName()), cached, StandardCopyOption.ATOMIC_MOVE);
      } finally {
        Distribution.deleteTree(work);
      }
    } catch (IOException | IllegalStateException e) {
      throw new IllegalStateException(
          "Keycloak's distribution is not on this machine and cannot be fetched by Maven (%s); get"
                  .formatted(e.getMessage())
              + " it by: mvn dependency:get -Dtransitive=false -Dartifact="
              + coordinates,
          e);
    }
  }
}
