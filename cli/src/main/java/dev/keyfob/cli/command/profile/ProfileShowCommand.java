package dev.keyfob.cli.command.profile;

import com.beust.jcommander.Parameter;
import dev.keyfob.auth.api.Profiles;
import dev.keyfob.auth.api.spi.support.JsonText;
import dev.keyfob.cli.args.CommandArguments;
import dev.keyfob.cli.command.Command;
import dev.keyfob.cli.command.CommandContext;
import dev.keyfob.cli.command.CommandDescription;
import dev.keyfob.cli.command.GlobalOptions;
import dev.keyfob.cli.command.Section;
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
  private static final String SECRET = "clientSecret";

  @Override
  public int run(CommandContext context) {
    Profiles profiles = context.keyfob().profiles();
    String name = context.key(named).profile();
    JsonObject document =
        withoutSecret(context, effective ? profiles.get(name).document() : profiles.document(name));
    if (context.json()) {
      context.print(document);
    } else {
      context.printPretty(document);
    }
    if (!effective) {
      profiles
          .overrides(name)
          .forEach((setting, variable) -> context.note(variable + " replaces " + setting + "."));
      profiles.get(name);
    }
    return ExitCode.DONE;
  }

  /** A profile is shown to others; the client's secret is not for them. */
  private static JsonObject withoutSecret(CommandContext context, JsonObject document) {
    if (!(document.get("oauth") instanceof JsonObject oauth) || !oauth.containsKey(SECRET)) {
      return document;
    }
    context.note("oauth." + SECRET + " is set and not shown.");
    return JsonText.PROVIDER
        .createObjectBuilder(document)
        .add("oauth", JsonText.PROVIDER.createObjectBuilder(oauth).remove(SECRET))
        .build();
  }

  /** The command's options. */
  public static final class Arguments extends CommandArguments {
    /** The words that call it. */
    public static final String NAME = "profile show";

    @Parameter(names = "--effective", description = "apply the overrides of the environment")
    private boolean effective;

    @Override
    public CommandDescription describe() {
      return new CommandDescription(
              NAME,
              Section.SET_UP,
              "print one as JSON",
              """
              Print a profile as JSON, as it is in its file. Settings that the environment
              overrides are listed on standard error.
              """)
          .withUsage("[PROFILE]")
          .withExamples(
              """
              keyfob profile show heygen > mine.json
              """);
    }

    @Override
    public ProfileShowCommand toCommand() {
      return new ProfileShowCommand(globals(), atMostOne(), effective);
    }
  }
}
