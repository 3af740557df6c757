package dev.keyfob.cli.command;

import dev.keyfob.auth.api.AuthException;
import dev.keyfob.cli.output.ExitCode;

/**
 * Prints how a command is used. The texts are resources beside this class.
 *
 * @param topic the command or group; empty for the overview
 */
record HelpCommand(Globals globals, String topic) implements Request {
  @Override
  public int run(Session session) {
    session.printLines(text(topic.isEmpty() ? "keyfob" : topic));
    return ExitCode.DONE;
  }

  static String text(String topic) {
    return Texts.find("help-" + topic.replace(' ', '-'))
        .orElseThrow(
            () -> AuthException.usage("There is no help on " + topic + ".", "keyfob help"));
  }

  /** The command's options. */
  static final class Arguments extends CommandArguments {
    @Override
    HelpCommand request() {
      return new HelpCommand(globals(), String.join(" ", positionals()));
    }
  }
}
