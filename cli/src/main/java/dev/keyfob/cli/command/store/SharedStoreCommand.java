package dev.keyfob.cli.command.store;

import com.beust.jcommander.Parameter;
import dev.keyfob.auth.api.spi.support.JsonText;
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

  /** What can be done. */
  public enum Work {
    INIT,
    ROTATE_KEY
  }

  @Override
  public int run(CommandContext session) {
    String id =
        store
            .or(() -> Optional.ofNullable(session.world().environment().get("KEYFOB_STORE")))
            .filter(name -> !name.isBlank())
            .orElse(DEFAULT);
    Optional<String> profile = named.or(globals::profile);
    switch (work) {
      case INIT -> {
        String done = session.keyfob().prepareStore(profile, id);
        if (session.json()) {
          session.print(new Json().put("store", id).put("ready", true).build());
        }
        session.note(done);
      }
      case ROTATE_KEY -> {
        int sealed = session.keyfob().rotateStoreKey(profile, id);
        if (session.json()) {
          session.print(
              new Json()
                  .put("store", id)
                  .put("sealed", JsonText.PROVIDER.createValue(sealed))
                  .build());
        }
        session.note(
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

    @Parameter(names = "--store", splitter = NoSplitter.class)
    private @Nullable String store;

    public Arguments(Work work) {
      this.work = work;
    }

    @Override
    public SharedStoreCommand request() {
      return new SharedStoreCommand(globals(), atMostOne(), Optional.ofNullable(store), work);
    }
  }
}
