package dev.keyfob.cli.command.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProgressTests {
  private static final long SECOND = 1_000_000_000L;
  private static final int MEGABYTE = 1024 * 1024;

  private final ByteArrayOutputStream screen = new ByteArrayOutputStream();
  private final AtomicLong time = new AtomicLong();

  private Progress progress(OptionalLong total) {
    return new Progress(
        new PrintStream(screen, true, StandardCharsets.UTF_8), total, 80, time::get);
  }

  private String shown() {
    return screen.toString(StandardCharsets.UTF_8);
  }

  @Test
  void add_shortTransfer_showsNothing() {
    Progress progress = progress(OptionalLong.of(MEGABYTE));
    time.set(SECOND / 2);
    progress.add(MEGABYTE);
    progress.close();
    assertEquals("", shown());
  }

  @Test
  void add_longTransfer_showsABarAndTakesItAway() {
    Progress progress = progress(OptionalLong.of(4 * MEGABYTE));
    time.set(2 * SECOND);
    progress.add(MEGABYTE);
    progress.close();
    assertEquals("\r[#####               ] 25 %  1.0 MB of 4.0 MB\u001b[K\r\u001b[K", shown());
  }

  @Test
  void add_lengthUnknown_showsHowMuchHasCome() {
    Progress progress = progress(OptionalLong.empty());
    time.set(2 * SECOND);
    progress.add(3 * MEGABYTE);
    assertEquals("\r3.0 MB\u001b[K", shown());
  }

  @Test
  void add_oftenASecond_isNotDrawnEachTime() {
    Progress progress = progress(OptionalLong.empty());
    time.set(2 * SECOND);
    for (int i = 0; i < 1_000; i++) {
      progress.add(1);
    }
    assertEquals("\r0 kB\u001b[K", shown());
  }

  /** A server may send more than it has said. */
  @Test
  void line_moreThanAnnounced_staysAtAHundred() {
    assertTrue(Progress.line(3_000, OptionalLong.of(1_000), 80).contains("] 100 %"));
  }

  @ParameterizedTest
  @ValueSource(ints = {40, 45, 60, 80, 200})
  void line_anyWidth_keepsToOneRow(int columns) {
    String line = Progress.line(900L * MEGABYTE, OptionalLong.of(999L * MEGABYTE), columns);
    assertTrue(line.length() < columns, line);
  }

  @ParameterizedTest
  @CsvSource({"0, 0 kB", "2048, 2 kB", "1572864, 1.5 MB"})
  void line_noTotal_isASize(long done, String expected) {
    assertEquals(expected, Progress.line(done, OptionalLong.empty(), 80));
  }
}
