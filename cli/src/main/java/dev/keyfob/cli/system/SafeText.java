package dev.keyfob.cli.system;

/**
 * Takes the teeth out of text that came from elsewhere: what reaches a terminal must not move its
 * cursor, set its clipboard or turn its writing around (CVE-2021-25743).
 */
public final class SafeText {
  private static final char LAST_ASCII_PRINTABLE = '~';

  private SafeText() {}

  /**
   * Makes one harmless line of a text.
   *
   * @param text any text
   * @return the text with line breaks and tabs as blanks, and without other control characters
   */
  public static String line(String text) {
    if (isPlain(text)) {
      return text;
    }
    StringBuilder safe = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\n' || c == '\t') {
        safe.append(' ');
      } else if (!isHarmful(c)) {
        safe.append(c);
      }
    }
    return safe.toString();
  }

  /**
   * Makes a harmless text that keeps its lines.
   *
   * @param text any text
   * @return the text without control characters other than line feeds and tabs
   */
  public static String lines(String text) {
    StringBuilder safe = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\n' || c == '\t' || !isHarmful(c)) {
        safe.append(c);
      }
    }
    return safe.toString();
  }

  /**
   * Writes the control characters that JSON leaves as they are in its escaped form, which means the
   * same.
   *
   * @param json JSON text
   * @return the same JSON
   */
  public static String json(String json) {
    StringBuilder safe = new StringBuilder(json.length());
    for (int i = 0; i < json.length(); i++) {
      char c = json.charAt(i);
      if (c > LAST_ASCII_PRINTABLE && isHarmful(c)) {
        safe.append("\\u");
        for (int shift = 12; shift >= 0; shift -= 4) {
          safe.append(Character.forDigit(c >> shift & 0xf, 16));
        }
      } else {
        safe.append(c);
      }
    }
    return safe.toString();
  }

  private static boolean isPlain(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < ' ' || c > LAST_ASCII_PRINTABLE) {
        return false;
      }
    }
    return true;
  }

  /** Control characters, and those that change the direction of writing or end a line. */
  private static boolean isHarmful(char c) {
    return c < ' '
        || (c >= 0x7f && c <= 0x9f)
        || (c >= 0x200e && c <= 0x200f)
        || (c >= 0x2028 && c <= 0x202e)
        || (c >= 0x2066 && c <= 0x2069);
  }
}
