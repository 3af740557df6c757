package dev.keyfob.cli.args;

import java.util.List;

/**
 * Fills in a command line as loops and prompts have it: words and well-known options. JCommander
 * would need as long for that as the rest of the command. It has the last word on everything else,
 * and a test holds the two together.
 */
final class PlainArguments {
  private PlainArguments() {}

  /**
   * Fills in.
   *
   * @param arguments what to fill in; to be thrown away if the answer is false
   * @param args the command line without the command
   * @return whether all of it was understood; if not, that says nothing about whether it is right
   */
  static boolean fill(CommandArguments arguments, List<String> args) {
    for (int i = 0; i < args.size(); i++) {
      String arg = args.get(i);
      if (!arg.startsWith("-")) {
        if (!isPlain(arg)) {
          return false;
        }
        arguments.positionals().add(arg);
      } else if (args.indexOf(arg) < i) {
        return false;
      } else if (!arguments.flag(arg)) {
        i++;
        if (i == args.size() || !isPlain(args.get(i)) || !arguments.option(arg, args.get(i))) {
          return false;
        }
      }
    }
    return true;
  }

  /** Not an option, and nothing that JCommander would strip. */
  private static boolean isPlain(String word) {
    for (int i = 0; i < word.length(); i++) {
      char c = word.charAt(i);
      if (c <= ' ' || c == '"' || c > '~') {
        return false;
      }
    }
    return !word.isEmpty() && !word.startsWith("-");
  }
}
