package dev.keyfob.cli.output;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What to do about an error: commands that can be pasted as they are, and what else there is to
 * say, as sentences. A hint of the library or of a plugin may have both in one text.
 *
 * @param commands the commands, the best first
 * @param words sentences for the end of the message; empty for none
 */
public record Hint(List<String> commands, String words) {
  private static final String PROGRAM =
      "(?:sudo"
          + " )?(?:apt|chmod|chown|curl|df|docker|export|git|icacls|keyfob|kubectl|ls|mkdir|mv|printf|rm|secret-tool|security|systemctl|timedatectl|unset|[A-Z_]+=\\S+"
          + " keyfob) \\S.*|keyfob";
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_./@%+=:,-]+");
  private static final Pattern COMMAND = Pattern.compile(PROGRAM);
  private static final Pattern ALTERNATIVE =
      Pattern.compile("\n|,? or:? (?=" + PROGRAM + ")|, or ");
  private static final Pattern INTRODUCED =
      Pattern.compile("(.*?)(?::| and run| by)? (keyfob (?!is |does |has )[a-z].*)");

  /** Takes a hint apart. */
  public static Hint of(Optional<String> hint) {
    List<String> commands = new ArrayList<>();
    StringBuilder words = new StringBuilder();
    for (String part : ALTERNATIVE.split(hint.orElse(""), -1)) {
      String text = part.strip();
      Matcher introduced = INTRODUCED.matcher(text);
      if (COMMAND.matcher(text).matches()) {
        commands.add(text);
      } else if (introduced.matches()) {
        sentence(words, introduced.group(1));
        commands.add(introduced.group(2));
      } else {
        sentence(words, text);
      }
    }
    return new Hint(List.copyOf(commands), words.toString());
  }

  private static void sentence(StringBuilder words, String text) {
    if (!text.isBlank()) {
      String end = text.endsWith("?") || text.endsWith(".") ? "" : ".";
      words
          .append(' ')
          .append(text.substring(0, 1).toUpperCase(Locale.ROOT))
          .append(text.substring(1))
          .append(end);
    }
  }

  /**
   * A word as a shell takes it for one.
   *
   * @param text any text
   * @return the text, in single quotes where it needs them
   */
  public static String word(String text) {
    return PLAIN.matcher(text).matches() ? text : "'" + text.replace("'", "'\\''") + "'";
  }

  /** A message with what else there is to say. */
  public String after(String message) {
    return message + words;
  }

  /** The commands, a line for each; empty if there are none. */
  public Optional<String> lines() {
    return commands.isEmpty() ? Optional.empty() : Optional.of(String.join("\n", commands));
  }
}
