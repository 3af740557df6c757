package dev.keyfob.cli.terminal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.keyfob.auth.api.AuthException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class PipedLineTests {
  private static final Duration LONG = Duration.ofMinutes(1);

  private static InputStream text(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void read_severalLines_isTheFirst() {
    assertEquals("one", PipedLine.read(text("  one \r\ntwo"), LONG));
  }

  @Test
  void read_byteOrderMark_isNoPartOfTheLine() {
    assertEquals("one", PipedLine.read(text("\uFEFFone\r\n"), LONG));
  }

  @Test
  void read_nothing_isEmpty() {
    assertEquals("", PipedLine.read(text(""), LONG));
  }

  @Test
  void read_pipeThatStaysSilent_endsInTime() throws IOException {
    try (PipedOutputStream other = new PipedOutputStream();
        PipedInputStream silent = new PipedInputStream(other)) {
      assertThrows(
          AuthException.TimedOut.class, () -> PipedLine.read(silent, Duration.ofMillis(1)));
    }
  }

  @Test
  void read_endlessLine_isRefused() {
    InputStream endless =
        new InputStream() {
          @Override
          public int read() {
            return 'x';
          }
        };
    assertThrows(AuthException.Misconfigured.class, () -> PipedLine.read(endless, LONG));
  }
}
