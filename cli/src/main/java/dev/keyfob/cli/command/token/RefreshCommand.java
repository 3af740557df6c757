package dev.keyfob.cli.command.token;

import dev.keyfob.auth.api.Credential;
import dev.keyfob.auth.api.ResolvedCredential;
import dev.keyfob.cli.args.CommandArguments;
import dev.keyfob.cli.command.Command;
import dev.keyfob.cli.command.CommandContext;
import dev.keyfob.cli.command.CommandDescription;
import dev.keyfob.cli.command.GlobalOptions;
import dev.keyfob.cli.command.Section;
import dev.keyfob.cli.output.ExitCode;
import dev.keyfob.cli.output.Json;
import dev.keyfob.cli.output.Times;
import java.util.Optional;

/**
 * Renews the session now.
 *
 * @param named the profile as an argument
 */
public record RefreshCommand(GlobalOptions globals, Optional<String> named) implements Command {
  @Override
  public int run(CommandContext context) {
    ResolvedCredential renewed = context.keyfob().refresh(context.key(named));
    Credential credential = renewed.credential();
    if (context.json()) {
      context.print(
          new Json()
              .put("profile", renewed.key().profile())
              .put("account", renewed.key().account())
              .put("type", credential.type())
              .putTime("expires_at", credential.expiresAt())
              .build());
    } else {
      String until =
          credential
              .expiresAt()
              .map(end -> "; it expires " + Times.relative(end, context.now()))
              .orElse("");
      context.note("Renewed the session for " + renewed.key() + until + ".");
    }
    return ExitCode.DONE;
  }

  /** The command's options. */
  public static final class Arguments extends CommandArguments {
    /** The words that call it. */
    public static final String NAME = "refresh";

    @Override
    public CommandDescription describe() {
      return new CommandDescription(
              NAME,
              Section.LOG_IN,
              "renew the session now",
              """
              Renew the session now, though it may still be fresh.
              """)
          .withUsage("[PROFILE]")
          .withExamples(
              """
              keyfob refresh heygen
              """);
    }

    @Override
    public RefreshCommand toCommand() {
      return new RefreshCommand(globals(), atMostOne());
    }
  }
}
