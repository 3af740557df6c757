package dev.keyfob.cli.output;

import dev.keyfob.cli.system.SystemEnvironment;

/**
 * Colours, or none: {@code NO_COLOR} forbids them, {@code CLICOLOR_FORCE} wants them even in a
 * pipe, and else a terminal gets them unless it is a dumb one.
 *
 * @param enabled whether there are any
 */
public record Style(boolean enabled) {
  /** No colours. */
  public static final Style NONE = new Style(false);

  private static final String ESC = "\u001b[";

  /**
   * For one of the standard streams.
   *
   * @param system tells of the environment
   * @param terminal whether the stream is a terminal
   * @return the style
   */
  public static Style of(SystemEnvironment system, boolean terminal) {
    if (system.has("NO_COLOR")) {
      return NONE;
    }
    String forced = system.environment().getOrDefault("CLICOLOR_FORCE", "").strip();
    if (!forced.isEmpty() && !forced.equals("0")) {
      return new Style(true);
    }
    return new Style(terminal && !isDumb(system));
  }

  /** Whether the terminal understands nothing but text. */
  public static boolean isDumb(SystemEnvironment system) {
    return system.environment().getOrDefault("TERM", "").strip().equals("dumb");
  }

  /** A heading. */
  public String bold(String text) {
    return paint("1", text);
  }

  /** What is well. */
  public String good(String text) {
    return paint("32", text);
  }

  /** What will soon need somebody. */
  public String attention(String text) {
    return paint("33", text);
  }

  /** What is wrong. */
  public String bad(String text) {
    return paint("31", text);
  }

  /** What matters less. */
  public String faint(String text) {
    return paint("2", text);
  }

  /** What can be chosen or typed. */
  public String accent(String text) {
    return paint("1;36", text);
  }

  /** The name of a member in JSON. */
  String key(String text) {
    return paint("1;34", text);
  }

  /** A string in JSON. */
  String string(String text) {
    return paint("32", text);
  }

  /** A truth value in JSON. */
  String truth(String text) {
    return paint("33", text);
  }

  /** Null in JSON. */
  String nothing(String text) {
    return paint("36", text);
  }

  private String paint(String colour, String text) {
    return enabled && !text.isEmpty() ? ESC + colour + "m" + text + ESC + "0m" : text;
  }
}
