package dev.keyfob.cli.command;

import java.util.ArrayList;
import java.util.List;

/**
 * How a command is used: the source of its help, its completion and its entry in the manual page.
 * Its options are read from the fields that hold them. Texts are wrapped for a terminal of 80
 * columns and end in a line feed unless they are empty.
 *
 * @param name the words that call it
 * @param section where the overview lists it, or its group
 * @param summary what it does, in a few words
 * @param usage what may follow the name, one entry for each way to call it; the first is the one
 *     that completion reads
 * @param text what it does, in full
 * @param details what else to know, such as what its arguments may be
 * @param examples how it is used, one command a line
 */
public record CommandDescription(
    String name,
    Section section,
    String summary,
    List<String> usage,
    String text,
    String details,
    String examples) {
  /** A command without arguments and options. */
  public CommandDescription(String name, Section section, String summary, String text) {
    this(name, section, summary, List.of(""), text, "", "");
  }

  /**
   * An argument.
   *
   * @param value its name, such as {@code PROFILE}, or the words there are, such as {@code on|off}
   * @param optional whether it may be left out
   */
  public record Argument(String value, boolean optional) {}

  /** With other arguments and options after the name. */
  public CommandDescription withUsage(String... lines) {
    return new CommandDescription(name, section, summary, List.of(lines), text, details, examples);
  }

  /** With further paragraphs after the usage. */
  public CommandDescription withDetails(String paragraphs) {
    return new CommandDescription(name, section, summary, usage, text, paragraphs, examples);
  }

  /** With examples, one command a line. */
  public CommandDescription withExamples(String lines) {
    return new CommandDescription(name, section, summary, usage, text, details, lines);
  }

  /** What stands after the name, in order, up to the first option. */
  public List<Argument> arguments() {
    List<Argument> arguments = new ArrayList<>();
    for (String word : usage.getFirst().split(" ", -1)) {
      if (word.isEmpty() || word.equals("[OPTIONS]") || word.startsWith("-")) {
        break;
      }
      boolean optional = word.startsWith("[");
      arguments.add(new Argument(optional ? word.substring(1, word.length() - 1) : word, optional));
    }
    return arguments;
  }
}
