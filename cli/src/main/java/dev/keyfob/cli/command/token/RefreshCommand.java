package dev.keyfob.cli.command.token;

import dev.keyfob.auth.api.Credential;
import dev.keyfob.auth.api.ResolvedCredential;
import dev.keyfob.cli.args.CommandArguments;
import dev.keyfob.cli.command.Command;
import dev.keyfob.cli.command.CommandContext;
import dev.keyfob.cli.command.GlobalOptions;
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
  public int run(CommandContext session) {
    ResolvedCredential renewed = session.keyfob().refresh(session.key(named));
    Credential credential = renewed.credential();
    if (session.json()) {
      session.print(
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
              .map(end -> "; it expires " + Times.relative(end, session.now()))
              .orElse("");
      session.note("Renewed the session for " + renewed.key() + until + ".");
    }
    return ExitCode.DONE;
  }

  /** The command's options. */
  public static final class Arguments extends CommandArguments {
    @Override
    public RefreshCommand request() {
      return new RefreshCommand(globals(), atMostOne());
    }
  }
}
