package dev.keyfob.junit.keycloak;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DistributionTests {
  private static final String NAME = "keycloak-1.2.3";

  @TempDir Path folder;
  private final AtomicInteger fetched = new AtomicInteger();

  private Distribution claim() {
    return Distribution.claimed(folder.resolve("cache"), NAME, this::archive);
  }

  private Path archive() {
    try {
      Path home = Files.createDirectories(folder.resolve(NAME));
      Files.createDirectories(home.resolve("bin"));
      Files.writeString(home.resolve("bin/kc.sh"), "#!/bin/sh\n");
      Files.writeString(home.resolve("bin/kc.bat"), "");
      Path archive = folder.resolve("archive-" + fetched.incrementAndGet() + ".tar.gz");
      Command.run(folder, "tar", "-czf", archive.toString(), NAME);
      return archive;
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private Set<String> names() throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve("cache"))) {
      return files
          .map(file -> file.getFileName().toString())
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }

  @Test
  void claimed_oneAfterTheOther_isUnpackedOnce() throws IOException {
    Path first;
    try (Distribution distribution = claim()) {
      first = distribution.home();
      assertTrue(Files.exists(distribution.launcher()));
    }
    try (Distribution distribution = claim()) {
      assertEquals(first, distribution.home());
    }

    assertEquals(1, fetched.get());
    assertEquals(Set.of(NAME + "-1", NAME + "-1.lock"), names());
  }

  @Test
  void claimed_whileAnotherRuns_isAnotherFolder() {
    try (Distribution one = claim();
        Distribution two = claim()) {
      assertNotEquals(one.home(), two.home());
      assertTrue(Files.exists(two.launcher()));
    }
  }

  @Test
  void claimed_halfUnpackedBefore_isUnpackedAnew() throws IOException {
    Path left = Files.createDirectories(folder.resolve("cache").resolve(NAME + "-1"));
    Files.writeString(left.resolve("half"), "");

    try (Distribution distribution = claim()) {
      assertFalse(Files.exists(distribution.home().resolve("half")));
    }
  }

  @Test
  void claimed_archiveThatCannotBeHad_leavesNothingBehind() throws IOException {
    Path cache = folder.resolve("cache");

    assertThrows(
        IllegalStateException.class,
        () ->
            Distribution.claimed(
                cache,
                NAME,
                () -> {
                  throw new IllegalStateException("no network");
                }));

    assertEquals(Set.of(NAME + "-1.lock"), names());
    claim().close();
  }

  @Test
  void find_archiveInMavensRepository_isTakenFromThere() throws IOException {
    Path repository = folder.resolve("repository");
    Path there =
        repository.resolve(
            "org/keycloak/keycloak-quarkus-dist/1.2.3/keycloak-quarkus-dist-1.2.3.tar.gz");
    Files.createDirectories(there.getParent());
    Files.writeString(there, "");

    assertEquals(there, new DistributionArchive("1.2.3", folder, repository).find());
  }

  @Test
  void of_homeInTheEnvironment_isUsedAsItIs() {
    Settings settings = new Settings(Map.of("KEYFOB_KEYCLOAK_HOME", folder.toString()));

    assertEquals(folder, Distribution.of(settings).home());
  }
}
