package dev.keyfob.cli.system;

import java.io.File;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/**
 * What people write into {@code BROWSER}: a program with arguments, {@code %s} for the address, and
 * several of these with colons between them of which the first that is there is used, as xdg-open
 * and Python's webbrowser read it. Words are taken apart here; no shell ever sees them.
 */
final class BrowserCommand {
  private static final String ADDRESS = "%s";

  private BrowserCommand() {}

  /**
   * The commands to try, in order.
   *
   * @param written the variable's value, not blank
   * @param find where a program is; empty if it is not there
   */
  static List<List<String>> of(
      String written, String address, Function<String, Optional<String>> find) {
    Optional<String> whole = find.apply(written.strip());
    if (whole.isPresent()) {
      return List.of(List.of(whole.get(), address)); // a path may have blanks in it
    }
    List<List<String>> commands = new ArrayList<>();
    for (String alternative : written.split(File.pathSeparator, -1)) {
      List<String> words = words(alternative);
      if (!words.isEmpty()) {
        find.apply(words.getFirst())
            .ifPresent(program -> commands.add(command(program, words, address)));
      }
    }
    return commands;
  }

  private static List<String> command(String program, List<String> words, String address) {
    List<String> command = new ArrayList<>(List.of(program));
    for (String word : words.subList(1, words.size())) {
      command.add(word.replace(ADDRESS, address));
    }
    boolean placed = words.stream().skip(1).anyMatch(word -> word.contains(ADDRESS));
    if (!placed) {
      command.add(address);
    }
    return List.copyOf(command);
  }

  /** Words between blanks; a word with blanks stands in quotes. */
  private static List<String> words(String text) {
    List<String> words = new ArrayList<>();
    StringBuilder word = new StringBuilder();
    char quote = 0;
    boolean open = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (quote != 0 && c == quote) {
        quote = 0;
      } else if (quote == 0 && (c == '"' || c == '\'')) {
        quote = c;
        open = true;
      } else if (quote == 0 && Character.isWhitespace(c)) {
        if (open || !word.isEmpty()) {
          words.add(word.toString());
        }
        word.setLength(0);
        open = false;
      } else {
        word.append(c);
      }
    }
    if (open || !word.isEmpty()) {
      words.add(word.toString());
    }
    return words;
  }

  /** Windows' own programs say nothing by their exit codes; explorer.exe always says 1. */
  static boolean exitCodeCounts(String program) {
    return !program.toLowerCase(Locale.ROOT).endsWith(".exe");
  }
}
