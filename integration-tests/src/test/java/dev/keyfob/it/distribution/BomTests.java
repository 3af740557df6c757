package dev.keyfob.it.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.keyfob.it.Fixtures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What others import says of keyfob's modules what keyfob's own build says. */
class BomTests {
  private static final Pattern MODULE =
      Pattern.compile(
          "<groupId>dev.keyfob</groupId>\\s*<artifactId>([\\w-]+)</artifactId>\\s*"
              + "<version>\\$\\{project.version\\}</version>\\s*(<type>[\\w-]+</type>)?");

  private static Set<String> managed(Path pom) throws IOException {
    Set<String> modules = new TreeSet<>();
    MODULE
        .matcher(Files.readString(pom))
        .results()
        .forEach(module -> modules.add(module.group(1) + " " + module.group(2)));
    return modules;
  }

  @Test
  void bom_hasTheModulesThatTheBuildManages() throws IOException {
    Path root = Fixtures.load().root();
    Set<String> inBom = managed(root.resolve("auth-api/bom/pom.xml"));

    assertTrue(inBom.size() > 5, inBom::toString);
    assertEquals(inBom, managed(root.resolve("pom.xml")));
  }
}
