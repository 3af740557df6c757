package dev.keyfob.cli.terminal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class CodeBoxTests {
  @Test
  void lines_copied_haveGapsBetweenTheLetters() {
    assertEquals(
        """
        ╭─────────────────────╮
        │  W D J B - M J H T  │
        ╰─────────────────────╯\
        """,
        String.join("\n", CodeBox.lines("WDJB-MJHT", true)));
  }

  @Test
  void lines_notCopied_canBeMarkedInOnePiece() {
    assertEquals(
        """
        ╭─────────────╮
        │  WDJB-MJHT  │
        ╰─────────────╯\
        """,
        String.join("\n", CodeBox.lines("WDJB-MJHT", false)));
  }
}
