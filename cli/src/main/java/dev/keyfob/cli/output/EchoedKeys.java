package dev.keyfob.cli.output;

import java.util.List;

/**
 * Keeps out of messages what looks like a key among the arguments. Somebody who gives one where a
 * profile's name belongs has shown it to every user of the machine for a moment; the log of whoever
 * collects errors would keep it.
 */
public final class EchoedKeys {
  private static final int SHORTEST = 12;

  private EchoedKeys() {}

  /**
   * A text with the keys in it replaced.
   *
   * @param text a message or a hint
   * @param arguments the command's arguments
   * @return the text to print
   */
  public static String hide(String text, List<String> arguments) {
    String hidden = text;
    for (int i = 0; i < arguments.size(); i++) {
      String argument = arguments.get(i);
      if (i > 0 && arguments.get(i - 1).equals("--finish")) {
        continue; // a ticket is worth nothing to others, and is to be given again
      }
      String value = argument.substring(argument.indexOf('=') + 1);
      if (looksLikeKey(value)) {
        hidden = hidden.replace(value, "…");
      }
    }
    return hidden;
  }

  /** Letters and figures mixed, in one long word: no name that a person gives to anything. */
  static boolean looksLikeKey(String text) {
    if (text.length() < SHORTEST || !text.matches("[A-Za-z0-9_.+=~-]+")) {
      return false;
    }
    long digits = text.chars().filter(Character::isDigit).count();
    boolean mixed = digits >= 3 && text.chars().anyMatch(Character::isLetter);
    return (mixed && (text.length() >= 20 || digits >= 6))
        || text.matches(
                "(sk|pk|rk|pat|ghp|gho|ghs|glpat|xox[abp]|hf|eyJ|key|npm)[-_A-Za-z0-9.]{9,}.*")
            && digits > 0;
  }
}
