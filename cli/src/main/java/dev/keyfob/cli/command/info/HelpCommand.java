package dev.keyfob.cli.command.info;

import dev.keyfob.auth.api.AuthException;
import dev.keyfob.cli.args.CommandArguments;
import dev.keyfob.cli.command.Command;
import dev.keyfob.cli.command.CommandContext;
import dev.keyfob.cli.command.GlobalOptions;
import dev.keyfob.cli.output.ExitCode;

/**
 * Prints how a command is used. The texts are resources beside this class.
 *
 * @param topic the command or group; empty for the overview
 */
public record HelpCommand(GlobalOptions globals, String topic) implements Command {
  @Override
  public int run(CommandContext session) {
    session.printLines(text(topic.isEmpty() ? "keyfob" : topic));
    return ExitCode.DONE;
  }

  static String text(String topic) {
    return HelpTexts.find("help-" + topic.replace(' ', '-'))
        .orElseThrow(
            () -> AuthException.usage("There is no help on " + topic + ".", "keyfob help"));
  }

  /** The command's options. */
  public static final class Arguments extends CommandArguments {
    @Override
    public HelpCommand request() {
      return new HelpCommand(globals(), String.join(" ", positionals()));
    }
  }
}
