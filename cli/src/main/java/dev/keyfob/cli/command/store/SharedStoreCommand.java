package dev.keyfob.cli.command.store;

import com.beust.jcommander.Parameter;
import dev.keyfob.auth.api.spi.support.JsonText;
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
 * Works on the server of a store that many machines share.
 *
 * @param named the profile that names the server; empty if the environment does
 * @param store the store's id; empty for {@code KEYFOB_STORE}, or PostgreSQL
 * @param work what to do
 */
public record SharedStoreCommand(
    GlobalOptions globals, Optional<String> named, Optional<String> store, Work work)
    implements Command {
  private static final String DEFAULT = "postgresql";

  /** The words that set up a server. */
  public static final String INIT = "store init";

  /** The words that replace the key there. */
  public static final String ROTATE_KEY = "store rotate-key";

  /** What can be done. */
  public enum Work {
    INIT,
    ROTATE_KEY
  }

  @Override
  public int run(CommandContext context) {
    String id =
        store
            .or(() -> Optional.ofNullable(context.system().environment().get("KEYFOB_STORE")))
            .filter(name -> !name.isBlank())
            .orElse(DEFAULT);
    Optional<String> profile = named.or(globals::profile);
    switch (work) {
      case INIT -> {
        String done = context.keyfob().prepareStore(profile, id);
        if (context.json()) {
          context.print(new Json().put("store", id).put("ready", true).build());
        }
        context.note(done);
      }
      case ROTATE_KEY -> {
        int sealed = context.keyfob().rotateStoreKey(profile, id);
        if (context.json()) {
          context.print(
              new Json()
                  .put("store", id)
                  .put("sealed", JsonText.PROVIDER.createValue(sealed))
                  .build());
        }
        context.note(
            "Sealed "
                + sealed
                + (sealed == 1 ? " document" : " documents")
                + " anew. A former key is no longer needed by what is in "
                + id
                + ".");
      }
    }
    return ExitCode.DONE;
  }

  /** The command's options. */
  public static final class Arguments extends CommandArguments {
    private final Work work;

    @Parameter(
        names = "--store",
        splitter = NoSplitter.class,
        description = "KEYFOB_STORE, else postgresql")
    @Placeholder("STORE")
    private @Nullable String store;

    public Arguments(Work work) {
      this.work = work;
    }

    @Override
    public CommandDescription describe() {
      CommandDescription description =
          switch (work) {
            case INIT ->
                new CommandDescription(
                        SharedStoreCommand.INIT,
                        Section.SET_UP,
                        "set up a database that many machines share",
                        """
                        Set up the database that many machines share: its tables, and a fleet key if
                        there is none yet. To do it again changes nothing.
                        """)
                    .withDetails(
                        """
                        The server is in KEYFOB_POSTGRESQL_URL, or in the profile. Its password comes
                        from KEYFOB_POSTGRESQL_PASSWORD(_FILE) or from ~/.pgpass. The fleet key seals
                        what goes there: give it to each machine, and to nobody else.
                        """)
                    .withExamples(
                        """
                        KEYFOB_POSTGRESQL_URL=postgresql://keyfob@db/keyfob keyfob store init
                        """);
            case ROTATE_KEY ->
                new CommandDescription(
                        SharedStoreCommand.ROTATE_KEY,
                        Section.SET_UP,
                        "seal everything in it under the key in use",
                        """
                        Seal everything in the database that many machines share under the first of the
                        fleet keys. Afterwards the others are no longer needed.
                        """)
                    .withDetails(
                        """
                        Give every machine the new key as its second one first, then as its first one,
                        one key a line; then run this once; then remove the old key everywhere.
                        """)
                    .withExamples(
                        """
                        keyfob store rotate-key
                        """);
          };
      return description.withUsage("[PROFILE] [OPTIONS]");
    }

    @Override
    public SharedStoreCommand toCommand() {
      return new SharedStoreCommand(globals(), atMostOne(), Optional.ofNullable(store), work);
    }
  }
}
