package dev.keyfob.cli.command.store;

import dev.keyfob.auth.api.AccountKey;
import dev.keyfob.auth.api.Sealing;
import dev.keyfob.cli.args.CommandArguments;
import dev.keyfob.cli.command.Command;
import dev.keyfob.cli.command.CommandContext;
import dev.keyfob.cli.command.GlobalOptions;
import dev.keyfob.cli.output.ExitCode;
import dev.keyfob.cli.output.Json;
import java.util.Optional;

/**
 * Encrypts an account's document under a passphrase, or the reverse.
 *
 * @param named the profile as an argument
 * @param change what to do
 */
public record StoreSealCommand(GlobalOptions globals, Optional<String> named, Change change)
    implements Command {
  /** What can be done to a document. */
  public enum Change {
    SEAL("Sealed", "They open with the passphrase alone: typed, or from KEYFOB_PASSPHRASE(_FILE)."),
    UNSEAL("Unsealed", "They are a file again that only you can read."),
    PASSPHRASE("Changed the passphrase of", "The old one no longer opens them.");

    private final String done;
    private final String meaning;

    Change(String done, String meaning) {
      this.done = done;
      this.meaning = meaning;
    }
  }

  @Override
  public int run(CommandContext session) {
    AccountKey key = session.key(named);
    Sealing sealing = session.keyfob().sealing();
    switch (change) {
      case SEAL -> sealing.seal(key);
      case UNSEAL -> sealing.unseal(key);
      case PASSPHRASE -> sealing.changePassphrase(key);
    }
    if (session.json()) {
      session.print(
          new Json()
              .put("profile", key.profile())
              .put("account", key.account())
              .put("sealed", change != Change.UNSEAL)
              .build());
    }
    session.note(change.done + " the credentials of " + key + ". " + change.meaning);
    return ExitCode.DONE;
  }

  /** The command's options. */
  public static final class Arguments extends CommandArguments {
    private final Change change;

    public Arguments(Change change) {
      this.change = change;
    }

    @Override
    public StoreSealCommand request() {
      return new StoreSealCommand(globals(), atMostOne(), change);
    }
  }
}
