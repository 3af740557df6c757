package dev.keyfob.cli.setup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.keyfob.auth.api.AuthException;
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
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SetupWriterTests {
  private static final String TABLE = "[mcp.\"files\"]\ncommand = \"keyfob\"";

  @TempDir Path directory;
  private Path file;
  private SetupWriter writer;

  @BeforeEach
  void setUp() {
    file = directory.resolve("settings");
    writer = new SetupWriter(directory.resolve("state"), Notices.NONE);
  }

  private Setup lines() {
    return new LineSettings("codex", "Codex", file, true, "files", TABLE, true);
  }

  private Setup git() {
    return new LineSettings("git", "git", file, true, "files", "[c \"x\"]\n\thelper = k", false);
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
    assertTrue(Files.readString(real).contains("[mcp."));
  }

  /** Codex keeps the tables, but neither their places nor the comments before them. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[mcp.\"files\"]`command = \"keyfob\"``[mcp.other]`command = 1`# <<< keyfob files <<<`"
            + "|`[mcp.other]`command = 1`",
        "# >>> keyfob files >>>`[mcp.files]`timeout = 3`command = \"keyfob\"`[mcp.files.env]`A = 1`"
            + "# <<< keyfob files <<<`[z]`|[z]`",
        "x = 1`[ mcp . 'files' ]`  command = \"keyfob\"|x = 1`",
      })
  void undo_linesThatTheProgramRewrote_takesTheTableAlone(String rewritten, String left)
      throws IOException {
    writer.apply(lines(), "files");
    Files.writeString(file, rewritten.replace('`', '\n'));

    assertFalse(writer.apply(lines(), "files"));
    assertTrue(writer.undo(lines(), "files"));

    assertEquals(left.replace('`', '\n'), Files.readString(file));
  }

  @Test
  void undo_lineThatWasAddedToTheBlock_stays() throws IOException {
    writer.apply(git(), "files");
    Files.writeString(file, Files.readString(file).replace("= k\n", "= k\n\tname = me\n"));

    assertTrue(writer.undo(git(), "files"));

    assertEquals("[c \"x\"]\n\tname = me\n", Files.readString(file));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[mcp.files]\ncommand = \"other\"\n",
        "[mcp]\nfiles = {command = \"other\"}\n",
        "mcp.files.command = \"other\"\n",
        "mcp = {}\n"
      })
  void apply_tableOfSomebodyElse_isRefusedAndStays(String before) throws IOException {
    Files.writeString(file, before);

    assertThrows(AuthException.Misconfigured.class, () -> writer.apply(lines(), "files"));
    assertFalse(writer.undo(lines(), "files"));

    assertEquals(before, Files.readString(file));
  }

  @Test
  void apply_memberOfSomebodyElse_isRefusedAndStays() throws IOException {
    Setup bridge =
        new JsonSettings(
            "cursor",
            "Cursor",
            file,
            true,
            List.of("mcpServers"),
            "files",
            "{\"command\": \"keyfob\"}");
    String before = "{\"mcpServers\": {\"files\": {\"command\": \"other\"}}}";
    Files.writeString(file, before);

    assertThrows(AuthException.Misconfigured.class, () -> writer.apply(bridge, "files"));
    assertFalse(writer.undo(bridge, "files"));
    assertEquals(before, Files.readString(file));

    Files.writeString(file, before.replace("\"other\"", "\"keyfob\",\n \"env\": {}"));
    assertFalse(writer.apply(bridge, "files"));
    assertTrue(writer.undo(bridge, "files"));
  }
}
