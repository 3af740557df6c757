package dev.keyfob.cli.terminal;

import java.util.List;
import java.util.stream.Collectors;

/** A code that a person is to type elsewhere, large enough to be read off the screen. */
final class CodeBox {
  private static final int PADDING = 2;

  private CodeBox() {}

  /**
   * The lines to show.
   *
   * @param code the code
   * @param spaced whether there is a gap between the letters; where the code has to be marked with
   *     a mouse, there must not be
   */
  static List<String> lines(String code, boolean spaced) {
    String text =
        spaced
            ? code.codePoints().mapToObj(Character::toString).collect(Collectors.joining(" "))
            : code;
    String line = "\u2500".repeat(text.codePointCount(0, text.length()) + 2 * PADDING);
    String blank = " ".repeat(PADDING);
    return List.of(
        "\u256d" + line + "\u256e",
        "\u2502" + blank + text + blank + "\u2502",
        "\u2570" + line + "\u256f");
  }
}
