package dev.keyfob.auth.oauth.protocol;

/**
 * Makes text from a server safe for terminals and messages: no control or direction characters, at
 * most 200 characters, and no word long enough to be a token.
 */
public final class ServerText {
  private static final int MAX_LENGTH = 200;
  private static final int MAX_WORD = 48;

  private ServerText() {}

  /** Cleans; what is left may be empty. */
  public static String clean(String text) {
    StringBuilder clean = new StringBuilder();
    int word = 0;
    for (int i = 0; i < text.length() && clean.length() < MAX_LENGTH; ) {
      int c = text.codePointAt(i);
      i += Character.charCount(c);
      if (isBlank(c)) {
        if (!clean.isEmpty() && clean.charAt(clean.length() - 1) != ' ') {
          clean.append(' ');
        }
        word = 0;
      } else if (isVisible(c)) {
        clean.appendCodePoint(c);
        word++;
        if (word > MAX_WORD) {
          clean.setLength(clean.length() - word);
          clean.append('…');
          i = endOfWord(text, i);
          word = 0;
        }
      }
    }
    return clean.toString().strip();
  }

  private static int endOfWord(String text, int from) {
    int end = from;
    while (end < text.length() && !isBlank(text.charAt(end))) {
      end++;
    }
    return end;
  }

  private static boolean isBlank(int c) {
    return Character.isWhitespace(c) || Character.isSpaceChar(c);
  }

  private static boolean isVisible(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED ->
          false;
      default -> true;
    };
  }
}
