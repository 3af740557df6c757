package dev.keyfob.cli.command.store;

import com.beust.jcommander.Parameter;
import dev.keyfob.auth.api.AccountKey;
import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.MigrationReport;
import dev.keyfob.cli.args.CommandArguments;
import dev.keyfob.cli.args.NoSplitter;
import dev.keyfob.cli.command.Command;
import dev.keyfob.cli.command.CommandContext;
import dev.keyfob.cli.command.GlobalOptions;
import dev.keyfob.cli.output.ExitCode;
import dev.keyfob.cli.output.Json;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Moves an account's document to another store.
 *
 * @param named the profile as an argument
 * @param to the store's id
 */
public record StoreMigrateCommand(GlobalOptions globals, Optional<String> named, String to)
    implements Command {
  @Override
  public int run(CommandContext session) {
    AccountKey key = session.key(named);
    MigrationReport report = session.keyfob().migrate(key, to);
    if (session.json()) {
      session.print(
          new Json()
              .put("profile", key.profile())
              .put("account", key.account())
              .put("from", report.from())
              .put("to", report.to())
              .put("moved", report.moved())
              .build());
    }
    session.note(
        report.moved()
            ? "Moved the credentials of " + key + " from " + report.from() + " to " + to + "."
            : "The credentials of " + key + " are in " + to + " already.");
    return ExitCode.DONE;
  }

  /** The command's options. */
  public static final class Arguments extends CommandArguments {
    @Parameter(names = "--to", splitter = NoSplitter.class)
    private @Nullable String to;

    @Override
    public StoreMigrateCommand request() {
      if (to == null) {
        throw AuthException.usage("Say where to: --to keychain or --to file.", null);
      }
      return new StoreMigrateCommand(globals(), atMostOne(), to);
    }
  }
}
