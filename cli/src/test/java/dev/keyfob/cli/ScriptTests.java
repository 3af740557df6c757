package dev.keyfob.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TimeZone;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every script beside this class. With {@code -Dscripts.rewrite=DIRECTORY} what really happens is
 * written there, to be looked at.
 */
class ScriptTests {
  private static final TimeZone HERE = TimeZone.getDefault();

  /** Times are printed as the clock on the wall shows them. */
  @BeforeAll
  static void inUniversalTime() {
    TimeZone.setDefault(TimeZone.getTimeZone("UTC"));
  }

  @AfterAll
  static void backHere() {
    TimeZone.setDefault(HERE);
  }

  static List<Path> scripts() throws IOException, URISyntaxException {
    Path directory = Path.of(ScriptTests.class.getResource("scripts").toURI());
    try (Stream<Path> files = Files.list(directory)) {
      return files.sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("scripts")
  void script_played_happensAsWritten(Path script, @TempDir Path home) throws IOException {
    String written = Files.readString(script);
    try (Stage stage = new Stage(home)) {
      String played = Script.play(written, stage);
      String rewrite = System.getProperty("scripts.rewrite");
      if (rewrite != null) {
        Files.writeString(Path.of(rewrite).resolve(script.getFileName()), played);
      }
      assertEquals(written, played);
    }
  }
}
