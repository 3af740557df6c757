package dev.keyfob.it.plugin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.keyfob.it.Fixtures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The guides show code that is compiled and run, and no other. */
class GuidesTests {
  private static final Pattern CODE = Pattern.compile("```(?:java|xml)\n(.*?)```", Pattern.DOTALL);

  @ParameterizedTest
  @CsvSource({
    "docs/spi.md, docs/examples/plugin, 10",
    "docs/library.md, docs/examples/embedding, 5",
    "docs/testing.md, docs/examples/testing, 8",
  })
  void guide_excerpts_areInTheProgramsTheyComeFrom(String guide, String programs, int least)
      throws IOException {
    Path root = Fixtures.load().root();
    List<String> excerpts =
        CODE.matcher(Files.readString(root.resolve(guide)))
            .results()
            .map(result -> flat(result.group(1)))
            .filter(code -> !code.startsWith("<") || !guide.contains("library"))
            .toList();
    String sources = sources(root.resolve(programs));

    assertTrue(excerpts.size() >= least, () -> "only " + excerpts.size());
    assertEquals(
        List.of(), excerpts.stream().filter(excerpt -> !sources.contains(excerpt)).toList());
  }

  private static String sources(Path programs) throws IOException {
    try (Stream<Path> files = Files.walk(programs)) {
      StringBuilder all = new StringBuilder();
      for (Path file : files.filter(f -> f.toString().matches(".*\\.(java|xml)")).toList()) {
        all.append(flat(Files.readString(file))).append('\n');
      }
      return all.toString();
    }
  }

  /** Without indentation and empty lines, where an excerpt may differ from its source. */
  private static String flat(String code) {
    return code.lines()
        .map(String::strip)
        .filter(line -> !line.isEmpty())
        .collect(Collectors.joining("\n"));
  }
}
