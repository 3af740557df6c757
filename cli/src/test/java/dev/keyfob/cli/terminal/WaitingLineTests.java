package dev.keyfob.cli.terminal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WaitingLineTests {
  @ParameterizedTest
  @CsvSource({
    "200, 'Waiting for the confirmation, 9:05 left. Enter opens the page. Ctrl-C cancels.'",
    "80, 'Waiting for the confirmation, 9:05 left. Enter opens the page. Ctrl-C cancels.'",
    "70, 'Waiting for the confirmation, 9:05 left. Enter opens the page.'",
    "60, '9:05 left. Enter opens the page.'",
    "40, '9:05 left. Enter opens the page.'",
    "30, 'Waiting, 9:05 left.'"
  })
  void text_narrowTerminal_keepsToOneRow(int columns, String expected) {
    assertEquals(
        expected, WaitingLine.text("the confirmation", "Enter opens the page.", 545, columns));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 5, 40, 41, 79, 80, 81, 200})
  void text_anyWidth_leavesTheLastColumnFree(int columns) {
    assertTrue(
        WaitingLine.text("the browser", "Enter opens the page.", 119, columns).length() < columns);
  }

  @Test
  void text_timeIsOver_isNotNegative() {
    assertEquals(
        "Waiting for the browser, 0:00 left. Ctrl-C cancels.",
        WaitingLine.text("the browser", "", -3, 80));
  }

  @Test
  void close_lineShown_leavesNothingOfIt() {
    ByteArrayOutputStream screen = new ByteArrayOutputStream();
    WaitingLine line =
        WaitingLine.start(
            new PrintStream(screen, true, StandardCharsets.UTF_8),
            "the browser",
            Duration.ofMinutes(2),
            "",
            80);
    line.close();
    line.taken();
    assertTrue(screen.toString(StandardCharsets.UTF_8).endsWith("\r\u001b[K"));
  }
}
