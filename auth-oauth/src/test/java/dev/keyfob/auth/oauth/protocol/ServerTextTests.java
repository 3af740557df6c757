package dev.keyfob.auth.oauth.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class ServerTextTests {
  @Test
  void clean_controlAndDirectionMarks_areGone() {
    assertEquals("plain text", ServerText.clean("plain text"));
    assertEquals("tab and line breaks", ServerText.clean("tab\tand\nline\r\n breaks\n"));
    assertEquals("[31mred[0m", ServerText.clean("\u001b[31mred\u001b[0m"));
    assertEquals("]52;c;ZXZpbA==x", ServerText.clean("\u001b]52;c;ZXZpbA==\u0007x"));
    assertEquals("abcd", ServerText.clean("a\u0000b\u009bc\u007fd"));
    assertEquals("rightleftx", ServerText.clean("right\u202eleft\u2066x\u200b"));
    assertEquals("", ServerText.clean("\ud83d"));
    assertEquals("ünïcödé 鍵 🔑", ServerText.clean("ünïcödé 鍵 🔑"));
  }

  @Test
  void clean_whatCouldBeAToken_isCut() {
    assertEquals("Token … is bad", ServerText.clean("Token eyJ" + "a".repeat(300) + " is bad"));
  }

  @Test
  void clean_longText_isShort() {
    assertTrue(ServerText.clean("word ".repeat(1000)).length() <= 200);
  }
}
