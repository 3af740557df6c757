package dev.keyfob.cli.command.info;

import dev.keyfob.auth.api.Identity;
import dev.keyfob.auth.api.ResolvedCredential;
import dev.keyfob.cli.args.CommandArguments;
import dev.keyfob.cli.command.Command;
import dev.keyfob.cli.command.CommandContext;
import dev.keyfob.cli.command.CommandDescription;
import dev.keyfob.cli.command.GlobalOptions;
import dev.keyfob.cli.command.Section;
import dev.keyfob.cli.output.ExitCode;
import dev.keyfob.cli.output.Json;
import dev.keyfob.cli.output.StatusPresenter;
import java.util.Optional;

/**
 * Prints whose credential it is, and nothing else on standard output.
 *
 * @param named the profile as an argument
 */
public record WhoamiCommand(GlobalOptions globals, Optional<String> named) implements Command {
  @Override
  public int run(CommandContext context) {
    Identity identity = context.keyfob().whoami(context.key(named));
    ResolvedCredential used = identity.resolved();
    if (context.json()) {
      context.print(
          new Json()
              .put("profile", used.key().profile())
              .put("account", used.key().account())
              .put("user", identity.user())
              .put("type", used.credential().type())
              .put("origin", StatusPresenter.origin(used.origin()))
              .build());
    } else {
      context.print(identity.name());
      context.note(used.key() + ": " + used.credential().type() + " from " + used.origin().name());
    }
    return ExitCode.DONE;
  }

  /** The command's options. */
  public static final class Arguments extends CommandArguments {
    /** The words that call it. */
    public static final String NAME = "whoami";

    @Override
    public CommandDescription describe() {
      return new CommandDescription(
              NAME,
              Section.LOOK,
              "whose credential it is",
              """
              Print whose credential it is, for example the e-mail address.
              """)
          .withUsage("[PROFILE]")
          .withExamples(
              """
              keyfob whoami heygen
              keyfob whoami heygen --json
              """);
    }

    @Override
    public WhoamiCommand toCommand() {
      return new WhoamiCommand(globals(), atMostOne());
    }
  }
}
