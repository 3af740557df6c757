package dev.keyfob.it.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Whoever passes the distribution on passes the licences on. */
class LicencesIT {

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }

  private static Set<String> components() throws IOException {
    return names(Folders.portable().resolve("lib")).stream()
        .filter(name -> name.endsWith(".jar") && !name.startsWith("keyfob-"))
        .map(name -> name.replaceFirst("-[0-9][^-]*\\.jar$", ""))
        .collect(Collectors.toSet());
  }

  @Test
  void component_inTheDistribution_hasItsLicenceThere() throws IOException {
    for (String component : components()) {
      Path folder = Folders.complete().resolve("licenses").resolve(component);
      assertTrue(
          names(folder).stream()
              .anyMatch(name -> name.toLowerCase(java.util.Locale.ROOT).startsWith("licen")),
          () -> "no licence text in " + folder);
    }
  }

  @Test
  void overview_ofComponents_namesEachAndNoOther() throws IOException {
    Set<String> listed =
        Files.readAllLines(Folders.complete().resolve("licenses/README.txt")).stream()
            .skip(3)
            .map(line -> line.split("  ", 2)[0])
            .filter(name -> !name.startsWith("../"))
            .collect(Collectors.toSet());

    assertEquals(components(), listed);
  }
}
