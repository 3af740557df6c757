package dev.keyfob.it.programs;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What programs say of themselves. */
final class Versions {
  private static final Pattern NUMBERS = Pattern.compile("(\\d+)\\.(\\d+)");

  private Versions() {}

  /** Whether the first version in a text is at least another. */
  static boolean atLeast(String text, int major, int minor) {
    Matcher numbers = NUMBERS.matcher(text);
    if (!numbers.find()) {
      throw new AssertionError("no version: " + text);
    }
    int found = Integer.parseInt(numbers.group(1));
    return found > major || (found == major && Integer.parseInt(numbers.group(2)) >= minor);
  }
}
