package dev.keyfob.cli.command;

import java.util.List;
import java.util.Optional;

/**
 * The commands there are, for those that tell of them: help, completion and the manual page. A
 * description is read from the command's class when it is asked for, and not before.
 */
public interface CommandCatalog {
  /** The name of every command, in the order of the overview. */
  List<String> names();

  /** How a command is used; empty if there is none of that name. */
  Optional<CommandDescription> find(String name);

  /**
   * The options of a command, without those of every command.
   *
   * @param name the command's name
   * @return the options; none if there is no such command
   */
  List<OptionDescription> options(String name);

  /** What the commands that start with a word are about; empty if there are none. */
  Optional<CommandGroup> group(String word);

  /** The options that every command takes. */
  List<OptionDescription> globalOptions();

  /** Whether a word is the first of two that call a command. */
  default boolean isGroup(String word) {
    for (String name : names()) {
      if (name.length() > word.length()
          && name.startsWith(word)
          && name.charAt(word.length()) == ' ') {
        return true;
      }
    }
    return false;
  }

  /** The names of a group's commands, without the word of the group. */
  default List<String> members(String group) {
    String start = group + " ";
    return names().stream()
        .filter(name -> name.startsWith(start))
        .map(name -> name.substring(start.length()))
        .toList();
  }

  /** The first word of every command, each once, in the order of the overview. */
  default List<String> words() {
    return names().stream().map(name -> name.split(" ", 2)[0]).distinct().toList();
  }
}
