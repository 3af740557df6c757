package dev.keyfob.cli.terminal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.keyfob.auth.api.AuthException;
import dev.keyfob.cli.FakeKeys;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class LineEditorTests {
  private final ByteArrayOutputStream shown = new ByteArrayOutputStream();

  private String read(String keys, boolean echo) {
    return new LineEditor(new FakeKeys(keys), new PrintStream(shown, true, StandardCharsets.UTF_8))
        .read("Key", echo);
  }

  private String shown() {
    return shown.toString(StandardCharsets.UTF_8);
  }

  @Test
  void read_hidden_showsNothingOfIt() {
    assertEquals("s3cret", read("s3cret\r", false));
    assertEquals("Key: \r\n", shown());
  }

  @Test
  void read_shown_echoes() {
    assertEquals("abc", read("abc\r", true));
    assertEquals("Key: abc\r\n", shown());
  }

  @Test
  void read_backspaceAndCtrlU_takeBack() {
    assertEquals("new", read("old\u0015nex\u007fw\r", true));
  }

  @Test
  void read_backspaceAtTheStart_doesNothing() {
    assertEquals("a", read("\u007fa\r", true));
  }

  @Test
  void read_arrowKeys_areNotPartOfIt() {
    assertEquals("ab", read("a\u001b[A\u001b[1;5Cb\r", true));
  }

  @Test
  void read_longToken_isNotCutOff() {
    String token = "x".repeat(10_000);
    assertEquals(token, read(token + "\r", false));
  }

  @Test
  void read_ctrlC_cancels() {
    assertThrows(AuthException.Cancelled.class, () -> read("abc\u0003", false));
    assertFalse(shown().contains("abc"));
  }

  @Test
  void read_terminalGone_cancels() {
    assertThrows(AuthException.Cancelled.class, () -> read("abc", false));
  }
}
