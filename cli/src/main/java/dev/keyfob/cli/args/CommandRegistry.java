package dev.keyfob.cli.args;

import dev.keyfob.cli.command.Command;
import dev.keyfob.cli.command.CommandCatalog;
import dev.keyfob.cli.command.CommandDescription;
import dev.keyfob.cli.command.GlobalOptions;
import dev.keyfob.cli.command.OptionDescription;
import java.util.List;
import java.util.Optional;

/** The commands by name. The class of a command is loaded when it is asked for by its name. */
public interface CommandRegistry extends CommandCatalog {
  /** What to fill in for a command; empty if there is none of that name. */
  Optional<CommandArguments> arguments(String name);

  /** The command that prints how another one is used. */
  Command help(GlobalOptions globals, String topic);

  @Override
  default Optional<CommandDescription> find(String name) {
    return arguments(name).map(CommandArguments::describe);
  }

  @Override
  default List<OptionDescription> options(String name) {
    return arguments(name).map(OptionReader::own).orElse(List.of());
  }

  @Override
  default List<OptionDescription> globalOptions() {
    return OptionReader.globals();
  }

  /** The command of a command line that names none. */
  Command home(GlobalOptions globals);
}
