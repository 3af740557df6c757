package dev.keyfob.cli.command.info;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How a command is used, as its help text says: the one place where a person, a manual page and a
 * shell's completion learn it. A test holds the texts to what the commands understand.
 *
 * @param arguments what stands after the command's words
 * @param options its options
 */
record Usage(List<Argument> arguments, List<Option> options) {
  private static final String COMMAND = "  keyfob ";
  private static final String INDENTED = "      ";

  /**
   * What an argument is.
   *
   * @param value its name, such as {@code PROFILE}, or the words there are, such as {@code on|off}
   * @param optional whether it may be left out
   */
  record Argument(String value, boolean optional) {}

  /**
   * An option.
   *
   * @param names its names
   * @param value what its value is called; empty if it has none
   * @param description what it does
   */
  record Option(List<String> names, Optional<String> value, String description) {}

  /** Reads what the help on a command says. */
  static Usage of(String command) {
    List<Option> options = new ArrayList<>();
    List<Argument> arguments = null;
    for (String line : HelpCommand.text(command).split("\n", -1)) {
      if (line.startsWith("  -")) {
        options.add(option(line.substring(2)));
      } else if (line.startsWith(INDENTED) && !options.isEmpty()) {
        options.add(continued(options.removeLast(), line.strip()));
      } else if (arguments == null && line.startsWith(COMMAND + command)) {
        arguments = arguments(line.substring((COMMAND + command).length()));
      }
    }
    return new Usage(arguments == null ? List.of() : arguments, options);
  }

  /** What a text with an overview of commands says of one of them. */
  static String summary(String topic, String word) {
    for (String line : HelpCommand.text(topic).split("\n", -1)) {
      if (line.startsWith("  " + word + " ")) {
        return line.substring(line.lastIndexOf("  ") + 2);
      }
    }
    return "";
  }

  /** {@code -n, --name VALUE what it does}, where the value and the rest may be missing. */
  private static Option option(String line) {
    List<String> names = new ArrayList<>();
    int start = 0;
    int end = endOfWord(line, start);
    while (line.charAt(end - 1) == ',') {
      names.add(line.substring(start, end - 1));
      start = end + 1;
      end = endOfWord(line, start);
    }
    names.add(line.substring(start, end));
    String rest = line.substring(end);
    if (rest.isEmpty() || rest.startsWith("  ")) {
      return new Option(names, Optional.empty(), rest.strip());
    }
    int value = endOfWord(rest, 1);
    return new Option(names, Optional.of(rest.substring(1, value)), rest.substring(value).strip());
  }

  private static Option continued(Option option, String more) {
    return new Option(option.names(), option.value(), (option.description() + " " + more).strip());
  }

  private static List<Argument> arguments(String line) {
    List<Argument> arguments = new ArrayList<>();
    for (String word : line.strip().split(" ", -1)) {
      if (word.isEmpty() || word.equals("[OPTIONS]") || word.startsWith("-")) {
        break;
      }
      boolean optional = word.startsWith("[");
      arguments.add(new Argument(optional ? word.substring(1, word.length() - 1) : word, optional));
    }
    return arguments;
  }

  private static int endOfWord(String line, int start) {
    int blank = line.indexOf(' ', start);
    return blank < 0 ? line.length() : blank;
  }
}
