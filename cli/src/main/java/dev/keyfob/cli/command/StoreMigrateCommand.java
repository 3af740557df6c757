package dev.keyfob.cli.command;

import com.beust.jcommander.Parameter;
import dev.keyfob.auth.api.AccountKey;
import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.MigrationReport;
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
record StoreMigrateCommand(Globals globals, Optional<String> named, String to) implements Request {
  @Override
  public int run(Session session) {
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
  static final class Arguments extends CommandArguments {
    @Parameter(names = "--to", splitter = Whole.class)
    private @Nullable String to;

    @Override
    StoreMigrateCommand request() {
      if (to == null) {
        throw AuthException.usage("Say where to: --to keychain or --to file.", null);
      }
      return new StoreMigrateCommand(globals(), atMostOne(), to);
    }
  }
}
