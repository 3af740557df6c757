package dev.keyfob.cli.command;

import com.beust.jcommander.Parameter;
import dev.keyfob.auth.api.Profiles;
import dev.keyfob.cli.output.ExitCode;
import jakarta.json.JsonObject;
import java.util.Optional;

/**
 * Prints a profile, as JSON in any case, because that is what one edits: as it is written down, or
 * as the environment makes it.
 *
 * @param named the profile as an argument
 * @param effective whether the environment's overrides are wanted in it
 */
record ProfileShowCommand(Globals globals, Optional<String> named, boolean effective)
    implements Request {
  @Override
  public int run(Session session) {
    Profiles profiles = session.keyfob().profiles();
    String name = session.key(named).profile();
    JsonObject document = effective ? profiles.get(name).document() : profiles.document(name);
    if (session.json()) {
      session.print(document);
    } else {
      session.printPretty(document);
    }
    if (!effective) {
      profiles
          .overrides(name)
          .forEach((setting, variable) -> session.note(variable + " replaces " + setting + "."));
      profiles.get(name);
    }
    return ExitCode.DONE;
  }

  /** The command's options. */
  static final class Arguments extends CommandArguments {
    @Parameter(names = "--effective")
    private boolean effective;

    @Override
    ProfileShowCommand request() {
      return new ProfileShowCommand(globals(), atMostOne(), effective);
    }
  }
}
