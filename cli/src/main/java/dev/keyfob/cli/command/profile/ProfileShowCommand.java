package dev.keyfob.cli.command.profile;

import com.beust.jcommander.Parameter;
import dev.keyfob.auth.api.Profiles;
import dev.keyfob.cli.args.CommandArguments;
import dev.keyfob.cli.command.Command;
import dev.keyfob.cli.command.CommandContext;
import dev.keyfob.cli.command.GlobalOptions;
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
public record ProfileShowCommand(GlobalOptions globals, Optional<String> named, boolean effective)
    implements Command {
  @Override
  public int run(CommandContext session) {
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
  public static final class Arguments extends CommandArguments {
    @Parameter(names = "--effective")
    private boolean effective;

    @Override
    public ProfileShowCommand request() {
      return new ProfileShowCommand(globals(), atMostOne(), effective);
    }
  }
}
