package dev.keyfob.cli.command.info;

import com.beust.jcommander.Parameter;
import dev.keyfob.auth.api.AuthException;
import dev.keyfob.cli.args.CommandArguments;
import dev.keyfob.cli.command.Command;
import dev.keyfob.cli.command.CommandCatalog;
import dev.keyfob.cli.command.CommandContext;
import dev.keyfob.cli.command.CommandDescription;
import dev.keyfob.cli.command.GlobalOptions;
import dev.keyfob.cli.command.Section;
import dev.keyfob.cli.output.ExitCode;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Prints how a command is used.
 *
 * @param topic the command or group; empty for the overview
 * @param all whether to print the overview and the help of every command
 */
public record HelpCommand(GlobalOptions globals, String topic, boolean all) implements Command {
  /**
   * The help on one topic.
   *
   * @param globals the options that every command takes
   * @param topic the command or group
   */
  public HelpCommand(GlobalOptions globals, String topic) {
    this(globals, topic, false);
  }

  @Override
  public int run(CommandContext context) {
    CommandCatalog commands = context.catalog();
    if (all || topic.isEmpty()) {
      context.printLines(HelpPages.overview(commands));
    }
    if (all) {
      for (String name : commands.names()) {
        context.printLines("\n" + HelpPages.titled(commands, name));
      }
      for (String name : HelpTopics.NAMES) {
        context.printLines("\n" + HelpTopics.of(name).orElseThrow());
      }
    } else if (!topic.isEmpty()) {
      context.printLines(page(commands));
    }
    return ExitCode.DONE;
  }

  /** A group of commands may be a topic as well. */
  private String page(CommandCatalog commands) {
    String text =
        Stream.of(HelpPages.of(commands, topic), HelpTopics.of(topic))
            .flatMap(Optional::stream)
            .collect(Collectors.joining("\n"));
    if (text.isEmpty()) {
      throw AuthException.usage("Unknown help topic: " + topic + ".", "keyfob help");
    }
    return text;
  }

  /** The command's options. */
  public static final class Arguments extends CommandArguments {
    /** The words that call it. */
    public static final String NAME = "help";

    @Parameter(names = "--all", description = "print the help of every command")
    private boolean all;

    @Override
    public CommandDescription describe() {
      return new CommandDescription(
              NAME,
              Section.SET_UP,
              "this overview, or the help of a command or topic",
              """
              Print how a command is used, or what there is to know about a topic:
              environment, exit-codes, profile, json, or services.
              """)
          .withUsage("[COMMAND] [OPTIONS]", "TOPIC")
          .withExamples(
              """
              keyfob help login
              keyfob help profile add
              keyfob help environment
              keyfob help --all
              """);
    }

    @Override
    public HelpCommand toCommand() {
      if (all) {
        atMost(0);
      }
      return new HelpCommand(globals(), String.join(" ", positionals()), all);
    }
  }
}
