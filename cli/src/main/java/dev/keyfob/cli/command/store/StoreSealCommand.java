package dev.keyfob.cli.command.store;

import dev.keyfob.auth.api.AccountKey;
import dev.keyfob.auth.api.Sealing;
import dev.keyfob.cli.args.CommandArguments;
import dev.keyfob.cli.command.Command;
import dev.keyfob.cli.command.CommandContext;
import dev.keyfob.cli.command.CommandDescription;
import dev.keyfob.cli.command.GlobalOptions;
import dev.keyfob.cli.command.Section;
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
  /** The words that encrypt a document. */
  public static final String SEAL = "store seal";

  /** The words that decrypt it. */
  public static final String UNSEAL = "store unseal";

  /** The words that encrypt it under another passphrase. */
  public static final String CHANGE_PASSPHRASE = "store change-passphrase";

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
  public int run(CommandContext context) {
    AccountKey key = context.key(named);
    Sealing sealing = context.keyfob().sealing();
    switch (change) {
      case SEAL -> sealing.seal(key);
      case UNSEAL -> sealing.unseal(key);
      case PASSPHRASE -> sealing.changePassphrase(key);
    }
    if (context.json()) {
      context.print(
          new Json()
              .put("profile", key.profile())
              .put("account", key.account())
              .put("sealed", change != Change.UNSEAL)
              .build());
    }
    context.note(change.done + " the credentials of " + key + ". " + change.meaning);
    return ExitCode.DONE;
  }

  /** The command's options. */
  public static final class Arguments extends CommandArguments {
    private final Change change;

    public Arguments(Change change) {
      this.change = change;
    }

    @Override
    public CommandDescription describe() {
      CommandDescription description =
          switch (change) {
            case SEAL ->
                new CommandDescription(
                        StoreSealCommand.SEAL,
                        Section.SET_UP,
                        "encrypt the file under a passphrase",
                        """
                        Encrypt an account's credential file under a passphrase (AES-256-GCM, Argon2id).
                        """)
                    .withDetails(
                        """
                        The passphrase is that in KEYFOB_PASSPHRASE, or the first line of the file that
                        KEYFOB_PASSPHRASE_FILE names; else it is asked for twice; without a terminal it
                        is the first line of standard input. Commands that need the credentials take it
                        from the same variables, or ask for it.
                        """)
                    .withExamples(
                        """
                        keyfob store seal heygen
                        KEYFOB_PASSPHRASE_FILE=/run/secrets/keyfob keyfob store seal heygen
                        """);
            case UNSEAL ->
                new CommandDescription(
                        StoreSealCommand.UNSEAL,
                        Section.SET_UP,
                        "write the file in the clear again",
                        """
                        Write an account's sealed credential file in the clear again, readable by you
                        alone.
                        """)
                    .withDetails(
                        """
                        The passphrase comes from KEYFOB_PASSPHRASE or KEYFOB_PASSPHRASE_FILE, else it
                        is asked for.
                        """)
                    .withExamples(
                        """
                        keyfob store unseal heygen
                        """);
            case PASSPHRASE ->
                new CommandDescription(
                        CHANGE_PASSPHRASE,
                        Section.SET_UP,
                        "encrypt the file under another passphrase",
                        """
                        Encrypt an account's sealed credential file under another passphrase.
                        """)
                    .withDetails(
                        """
                        The old passphrase comes from KEYFOB_PASSPHRASE or KEYFOB_PASSPHRASE_FILE, else
                        it is asked for. The new one comes from KEYFOB_NEW_PASSPHRASE or the file that
                        KEYFOB_NEW_PASSPHRASE_FILE names; else it is asked for twice; without a terminal
                        it is the first line of standard input.
                        """)
                    .withExamples(
                        """
                        keyfob store change-passphrase heygen
                        """);
          };
      return description.withUsage("[PROFILE]");
    }

    @Override
    public StoreSealCommand toCommand() {
      return new StoreSealCommand(globals(), atMostOne(), change);
    }
  }
}
