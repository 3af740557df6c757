package dev.keyfob.cli.command.info;

import dev.keyfob.cli.command.CommandCatalog;
import dev.keyfob.cli.command.CommandDescription;
import dev.keyfob.cli.command.OptionDescription;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a shell may offer for the word at the cursor. All of it comes from the descriptions of the
 * commands and from files of this machine: no service, keychain or plugin is asked.
 */
final class Completions {
  /** In place of candidates: the shell knows best which files there are. */
  static final String FILES = "\tfiles";

  /** In place of candidates: programs to run. */
  static final String PROGRAMS = "\tprograms";

  private static final String END_OF_OPTIONS = "--";

  /** The names that only the library knows. Each may take a look at the disk. */
  interface Names {
    /** The profiles. */
    Iterable<String> profiles();

    /**
     * The accounts of a profile.
     *
     * @param profile empty for the profile that the environment chooses
     */
    Iterable<String> accounts(Optional<String> profile);
  }

  private final CommandCatalog commands;
  private final Names names;
  private final String current;
  private final List<String> positionals = new ArrayList<>();
  private final Map<String, String> found = new LinkedHashMap<>();
  private Optional<String> profile = Optional.empty();

  private Completions(CommandCatalog commands, Names names, String current) {
    this.commands = commands;
    this.names = names;
    this.current = current;
  }

  /**
   * Finds them.
   *
   * @param words the words after the program's name, the last of which is being written
   * @param commands the commands there are
   * @param names the names that only the library knows
   * @return lines of a candidate, or of a candidate, a tab and what it is
   */
  static List<String> of(List<String> words, CommandCatalog commands, Names names) {
    if (words.isEmpty()) {
      return List.of();
    }
    Completions candidates = new Completions(commands, names, words.getLast());
    candidates.find(words.subList(0, words.size() - 1));
    return candidates.lines();
  }

  private List<String> lines() {
    List<String> lines = new ArrayList<>();
    found.forEach(
        (value, description) -> {
          if (value.startsWith("\t") || value.startsWith(current)) {
            lines.add(description.isEmpty() ? value : value + "\t" + description);
          }
        });
    return lines;
  }

  private void find(List<String> before) {
    Optional<CommandDescription> command = Optional.empty();
    Optional<String> group = Optional.empty();
    for (int i = 0; i < before.size(); i++) {
      String word = before.get(i);
      if (word.equals(END_OF_OPTIONS)) {
        add(i + 1 == before.size() ? PROGRAMS : FILES, "");
        return;
      }
      if (word.startsWith("-")) {
        Optional<OptionDescription> pending = takingValue(options(command), word);
        if (pending.isPresent() && ++i == before.size()) {
          values("", pending.get().value().orElseThrow());
          return;
        }
        if (word.equals("--profile") && i < before.size()) {
          profile = Optional.of(before.get(i));
        } else if (word.startsWith("--profile=")) {
          profile = Optional.of(word.substring("--profile=".length()));
        }
      } else if (command.isPresent()) {
        positionals.add(word);
      } else if (group.isEmpty() && commands.isGroup(word)) {
        group = Optional.of(word);
      } else {
        command = commands.find(group.map(first -> first + " " + word).orElse(word));
        if (command.isEmpty()) {
          return;
        }
      }
    }
    if (current.startsWith("-")) {
      offer(options(command));
    } else if (command.isPresent()) {
      arguments(command.get());
    } else {
      commands(group);
    }
  }

  private static Optional<OptionDescription> takingValue(
      List<OptionDescription> options, String word) {
    for (OptionDescription option : options) {
      if (option.value().isPresent() && option.names().contains(word)) {
        return Optional.of(option);
      }
    }
    return Optional.empty();
  }

  private List<OptionDescription> options(Optional<CommandDescription> command) {
    List<OptionDescription> options = new ArrayList<>(commands.globalOptions());
    command.map(CommandDescription::name).map(commands::options).ifPresent(options::addAll);
    return options;
  }

  private void offer(List<OptionDescription> options) {
    int sign = current.indexOf('=');
    if (sign > 0) {
      takingValue(options, current.substring(0, sign))
          .ifPresent(
              option -> values(current.substring(0, sign + 1), option.value().orElseThrow()));
      return;
    }
    for (OptionDescription option : options) {
      option.names().forEach(name -> add(name, option.text()));
    }
  }

  private void commands(Optional<String> group) {
    if (group.isEmpty()) {
      commands.words().stream()
          .filter(word -> word.startsWith(current))
          .forEach(word -> add(word, HelpPages.summary(commands, word)));
      return;
    }
    for (String member : commands.members(group.get())) {
      if (member.startsWith(current)) {
        add(member, HelpPages.summary(commands, group.get() + " " + member));
      }
    }
  }

  /** The argument that comes next, and those after it as long as it can be left out. */
  private void arguments(CommandDescription command) {
    List<CommandDescription.Argument> arguments = command.arguments();
    for (int i = positionals.size(); i < arguments.size(); i++) {
      values("", arguments.get(i).value());
      if (!arguments.get(i).optional()) {
        return;
      }
    }
    if (positionals.size() == 1
        && commands.isGroup(positionals.getFirst())
        && arguments.getFirst().value().equals("COMMAND")) {
      commands(Optional.of(positionals.getFirst()));
    }
  }

  private void values(String before, String value) {
    switch (value) {
      case "PROFILE" -> names.profiles().forEach(name -> add(before + name, ""));
      case "ACCOUNT" -> names.accounts(namedProfile()).forEach(name -> add(before + name, ""));
      case "FILE" -> add(FILES, "");
      case "COMMAND" -> commands(Optional.empty());
      case "METHOD" -> words(before, "GET|POST|PUT|PATCH|DELETE|HEAD");
      case "STORE" -> words(before, "auto|file|keychain");
      default -> {
        if (Character.isLowerCase(value.charAt(0))) {
          words(before, value);
        }
      }
    }
  }

  /** The profile that the accounts on this line are of. */
  private Optional<String> namedProfile() {
    if (profile.isEmpty() && !positionals.isEmpty()) {
      for (String name : names.profiles()) {
        if (name.equals(positionals.getFirst())) {
          return Optional.of(name);
        }
      }
    }
    return profile;
  }

  private void words(String before, String alternatives) {
    for (String word : alternatives.split("\\|", -1)) {
      add(before + word, "");
    }
  }

  private void add(String value, String description) {
    found.putIfAbsent(value, description);
  }
}
