package dev.keyfob.cli.command.login;

import dev.keyfob.cli.command.Command;
import dev.keyfob.cli.command.CommandContext;
import dev.keyfob.cli.command.GlobalOptions;
import dev.keyfob.cli.output.ExitCode;
import java.time.Duration;
import java.util.Optional;

/**
 * Does the second half of a login: asks whether a person has confirmed it, or takes the address
 * that their browser ended at.
 *
 * @param ticket what the first half has printed
 * @param patience how long to wait for the person
 */
record LoginFinishCommand(GlobalOptions globals, String ticket, Duration patience)
    implements Command {
  /** Shorter than agents let a command run. */
  static final Duration DEFAULT_PATIENCE = Duration.ofSeconds(60);

  @Override
  public int run(CommandContext context) {
    LoginCommand.report(context, context.keyfob().finishLogin(ticket, Optional.empty(), patience));
    return ExitCode.DONE;
  }
}
