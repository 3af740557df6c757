package dev.keyfob.cli.system;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessReplacementTests {
  @TempDir Path self;

  private static byte[] entries(String... texts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (String text : texts) {
      all.writeBytes(text.getBytes(StandardCharsets.ISO_8859_1));
      all.write(0);
    }
    return all.toByteArray();
  }

  private static List<String> environment(
      Set<String> removed, Map<String, String> added, String... environ) {
    return ProcessReplacement.environment(entries(environ), removed, added).stream()
        .map(entry -> new String(entry, StandardCharsets.ISO_8859_1))
        .toList();
  }

  @Test
  void environment_bytesOfAnyEncoding_stayWhatTheyAre() {
    assertEquals(
        List.of("NAME=J\u00fcrgen", "X=\u00c3\u00bc", "ODD", "E="),
        environment(Set.of(), Map.of(), "NAME=J\u00fcrgen", "X=\u00c3\u00bc", "ODD", "E="));
  }

  @Test
  void environment_whatIsRemovedAndAdded_isSoWhateverItWas() {
    assertEquals(
        List.of("A=1", "T=new"),
        environment(Set.of("KEY"), Map.of("T", "new"), "A=1", "KEY=secret", "T=old"));
  }

  @Test
  void environment_whatTheLauncherPutAside_isBack() {
    assertEquals(
        List.of("B=2", "CLASSPATH=:/opt/x.jar", "LC_ALL=C"),
        environment(
            Set.of(),
            Map.of(),
            "KEYFOB_SAVED_CLASSPATH=:/opt/x.jar",
            "KEYFOB_SAVED_LC_ALL=C",
            "LC_ALL=C.UTF-8",
            "B=2"));
  }

  @Test
  void environment_localeThatWasNotSet_isNotSet() {
    assertEquals(
        List.of("B=2"),
        environment(Set.of(), Map.of(), "LC_ALL=C.UTF-8", "B=2", "KEYFOB_SAVED_LC_ALL="));
  }

  @Test
  void arguments_ofThisProcess_areItsBytes() throws IOException {
    Files.write(
        self.resolve("cmdline"),
        entries("java", "exec", "--", "printf", "%s", "Gr\u00c3\u00bc\u00c3\u0178e"));
    List<byte[]> found =
        new ProcessReplacement(self).arguments(List.of("printf", "%s", "Gr\ufffd\ufffde"));
    assertArrayEquals(
        "Gr\u00c3\u00bc\u00c3\u0178e".getBytes(StandardCharsets.ISO_8859_1), found.get(2));
    assertEquals(3, found.size());
  }

  @Test
  void arguments_ofAnotherProcess_areNotTaken() throws IOException {
    Files.write(self.resolve("cmdline"), entries("java", "Tests"));
    assertThrows(
        IOException.class, () -> new ProcessReplacement(self).arguments(List.of("printf")));
    assertThrows(
        IOException.class, () -> new ProcessReplacement(self).arguments(List.of("a", "b", "c")));
  }

  @Test
  void replace_noSuchSystem_isSaid() {
    assertEquals(
        ProcessReplacement.Failure.NOT_POSSIBLE_HERE,
        new ProcessReplacement(self).replace(List.of("true"), Set.of(), Map.of()));
  }
}
