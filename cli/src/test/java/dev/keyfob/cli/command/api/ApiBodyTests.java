package dev.keyfob.cli.command.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.keyfob.cli.Stage;
import dev.keyfob.cli.Stage.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ApiBodyTests {
  private static final int LONG = 3 * 1024 * 1024 + 1;

  @TempDir private Path home;
  private Stage stage;

  @BeforeEach
  void open() {
    stage = new Stage(home).env("ACME_KEY", Stage.GOOD_KEY);
  }

  @AfterEach
  void close() {
    stage.close();
  }

  private static List<Path> putAside() throws IOException {
    try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
      return files.filter(file -> file.getFileName().toString().endsWith(".body")).toList();
    }
  }

  @Test
  void body_longStandardInput_isSentWholeAndLeavesNothingBehind() throws IOException {
    List<Path> before = putAside();
    String text = "x".repeat(LONG);

    Outcome outcome = stage.run("api acme PUT /echo -d -", text);

    assertEquals(0, outcome.code(), outcome.err());
    assertEquals("PUT application/json " + text, outcome.out());
    assertEquals(before, putAside());
  }

  @Test
  void body_longFile_isSentWhole() throws IOException {
    String text = "y".repeat(LONG);
    Files.writeString(home.resolve("long.txt"), text);

    Outcome outcome = stage.run("api acme PUT /echo -d @long.txt");

    assertEquals("PUT application/json " + text, outcome.out());
  }

  @Test
  void body_longFile_isShownByItsLength() throws IOException {
    Files.writeString(home.resolve("long.txt"), "y".repeat(LONG));

    Outcome outcome = stage.run("api acme PUT /echo -d @long.txt --dry-run");

    assertTrue(outcome.out().contains("Content-Length: " + LONG), outcome.out());
    assertTrue(outcome.out().contains("(" + LONG + " bytes, not shown)"), outcome.out());
  }

  @Test
  void body_folder_isNamedBeforeAnythingIsSent() {
    Outcome outcome = stage.run("api acme PUT /echo -d @profiles");

    assertEquals(2, outcome.code());
    assertTrue(outcome.err().contains("Cannot read profiles"), outcome.err());
  }
}
