package dev.keyfob.cli.command.store;

import com.beust.jcommander.Parameter;
import dev.keyfob.auth.api.AccountKey;
import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.MigrationReport;
import dev.keyfob.cli.args.CommandArguments;
import dev.keyfob.cli.args.NoSplitter;
import dev.keyfob.cli.args.Placeholder;
import dev.keyfob.cli.command.Command;
import dev.keyfob.cli.command.CommandContext;
import dev.keyfob.cli.command.CommandDescription;
import dev.keyfob.cli.command.GlobalOptions;
import dev.keyfob.cli.command.Section;
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
  public int run(CommandContext context) {
    AccountKey key = context.key(named);
    MigrationReport report = context.keyfob().migrate(key, to);
    if (context.json()) {
      context.print(
          new Json()
              .put("profile", key.profile())
              .put("account", key.account())
              .put("from", report.from())
              .put("to", report.to())
              .put("moved", report.moved())
              .build());
    }
    context.note(
        report.moved()
            ? "Moved the credentials of " + key + " from " + report.from() + " to " + to + "."
            : "The credentials of " + key + " are in " + to + " already.");
    return ExitCode.DONE;
  }

  /** The command's options. */
  public static final class Arguments extends CommandArguments {
    /** The words that call it. */
    public static final String NAME = "store migrate";

    @Parameter(
        names = "--to",
        splitter = NoSplitter.class,
        description = "keychain, file, or a plugin's store")
    @Placeholder("STORE")
    private @Nullable String to;

    @Override
    public CommandDescription describe() {
      return new CommandDescription(
              NAME,
              Section.SET_UP,
              "move to the keychain, or to a file",
              """
              Move an account's credentials to another store. They are written and read back
              there first, and removed from the old store last.
              """)
          .withUsage("[PROFILE] --to STORE")
          .withExamples(
              """
              keyfob store migrate heygen --to keychain
              keyfob store migrate heygen --account work --to file
              """);
    }

    @Override
    public StoreMigrateCommand toCommand() {
      if (to == null) {
        throw AuthException.usage("Say where to: --to keychain or --to file.", null);
      }
      return new StoreMigrateCommand(globals(), atMostOne(), to);
    }
  }
}
