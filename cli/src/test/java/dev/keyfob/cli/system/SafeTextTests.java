package dev.keyfob.cli.system;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class SafeTextTests {
  @Test
  void line_plainText_isKept() {
    assertEquals("Grüße, 世界 ✓ 🔑", SafeText.line("Grüße, 世界 ✓ 🔑"));
  }

  @Test
  void line_clipboardSequence_losesItsTeeth() {
    assertEquals("]52;c;aGk=", SafeText.line("\u001b]52;c;aGk=\u0007"));
  }

  @Test
  void line_eightBitControls_areTakenOut() {
    assertEquals("31m", SafeText.line("\u009b31m"));
  }

  @Test
  void line_turnedWriting_isTurnedBack() {
    assertEquals("evil.exe", SafeText.line("evil\u202e.exe\u2066"));
  }

  @Test
  void line_breaksAndTabs_becomeBlanks() {
    assertEquals("a b c", SafeText.line("a\nb\tc\r"));
  }

  @Test
  void lines_keepsLineFeedsOnly() {
    assertEquals("a\nb\tc", SafeText.lines("a\r\nb\tc\u001b"));
  }

  @Test
  void json_controlsThatJsonAllows_areEscaped() {
    assertEquals(
        "{\"a\":\"\\u009b\\u007f\\u2028\"}", SafeText.json("{\"a\":\"\u009b\u007f\u2028\"}"));
  }
}
