package dev.keyfob.cli.command;

import dev.keyfob.auth.api.ServiceProfile;
import dev.keyfob.cli.output.ExitCode;
import java.util.Optional;

/**
 * Prints a profile, as JSON in any case, because that is what one edits.
 *
 * @param named the profile as an argument
 */
record ProfileShowCommand(Globals globals, Optional<String> named) implements Request {
  @Override
  public int run(Session session) {
    ServiceProfile profile = session.keyfob().profile(session.key(named).profile());
    if (session.json()) {
      session.print(profile.document());
    } else {
      session.printPretty(profile.document());
    }
    return ExitCode.DONE;
  }

  /** The command's options. */
  static final class Arguments extends CommandArguments {
    @Override
    ProfileShowCommand request() {
      return new ProfileShowCommand(globals(), atMostOne());
    }
  }
}
