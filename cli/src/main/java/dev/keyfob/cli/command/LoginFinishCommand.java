package dev.keyfob.cli.command;

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
record LoginFinishCommand(Globals globals, String ticket, Duration patience) implements Request {
  /** Shorter than agents let a command run. */
  static final Duration USUAL_PATIENCE = Duration.ofSeconds(60);

  @Override
  public int run(Session session) {
    LoginCommand.report(session, session.keyfob().finishLogin(ticket, Optional.empty(), patience));
    return ExitCode.DONE;
  }
}
