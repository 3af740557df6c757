package dev.keyfob.cli.system;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class SystemTtyTests {
  @Test
  void told_digits_areTheTerminals() {
    SystemTty tty = new SystemTty("02", () -> null);
    assertTrue(tty.in());
    assertFalse(tty.out());
    assertTrue(tty.err());
  }

  @Test
  void told_nothing_isNoTerminal() {
    SystemTty tty = new SystemTty("", () -> null);
    assertFalse(tty.in() || tty.out() || tty.err());
  }
}
