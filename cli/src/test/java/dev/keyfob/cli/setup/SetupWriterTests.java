package dev.keyfob.cli.setup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.keyfob.auth.api.Notices;
import dev.keyfob.cli.setup.Setup.JsonSettings;
import dev.keyfob.cli.setup.Setup.LineSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SetupWriterTests {
  @TempDir Path directory;
  private Path file;
  private SetupWriter writer;

  @BeforeEach
  void setUp() {
    file = directory.resolve("settings");
    writer = new SetupWriter(directory.resolve("state"), Notices.NONE);
  }

  private Setup lines() {
    return new LineSettings("codex", "Codex", file, true, "files", "[a]\nb = 1");
  }

  private Setup json() {
    return new JsonSettings("cursor", "Cursor", file, true, List.of("mcpServers"), "files", "{}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x = 1", "x = 1\n", "# >>> keyfob other >>>\n"})
  void undo_lines_givesEveryCharacterBack(String before) throws IOException {
    Files.writeString(file, before);

    assertTrue(writer.apply(lines(), "files"));
    assertFalse(writer.apply(lines(), "files"));
    assertTrue(Files.readString(file).startsWith(before));
    assertTrue(writer.undo(lines(), "files"));

    assertEquals(before, Files.readString(file));
    assertFalse(writer.undo(lines(), "files"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "{ }\n", "{\"mcpServers\":{\"a\":1}}", "// c\n{\n\t\"b\": 2,\n}"})
  void undo_json_givesEveryCharacterBack(String before) throws IOException {
    Files.writeString(file, before);

    assertTrue(writer.apply(json(), "files"));
    assertFalse(writer.apply(json(), "files"));
    assertTrue(writer.undo(json(), "files"));

    assertEquals(before, Files.readString(file));
    assertFalse(Files.exists(directory.resolve("settings.before-keyfob")));
  }

  @Test
  void undo_fileThatWasNotThere_isGoneAgain() {
    writer.apply(json(), "files");
    writer.undo(json(), "files");

    assertFalse(Files.exists(file));
  }

  @Test
  void apply_permissionsAndLink_stay() throws IOException {
    Path real = Files.writeString(directory.resolve("real"), "x = 1\n");
    Files.setPosixFilePermissions(real, PosixFilePermissions.fromString("rw-r--r--"));
    Files.createSymbolicLink(file, real);

    writer.apply(lines(), "files");

    assertTrue(Files.isSymbolicLink(file));
    assertEquals("rw-r--r--", PosixFilePermissions.toString(Files.getPosixFilePermissions(real)));
    assertTrue(Files.readString(real).contains("[a]"));
  }
}
