package dev.keyfob.cli.command.account;

import dev.keyfob.auth.api.AccountKey;
import dev.keyfob.cli.args.CommandArguments;
import dev.keyfob.cli.command.Command;
import dev.keyfob.cli.command.CommandContext;
import dev.keyfob.cli.command.CommandDescription;
import dev.keyfob.cli.command.GlobalOptions;
import dev.keyfob.cli.command.Section;
import dev.keyfob.cli.output.ExitCode;
import dev.keyfob.cli.output.Json;
import java.util.List;
import java.util.Optional;

/**
 * Lists the accounts of a profile that have something stored.
 *
 * @param named the profile as an argument
 */
public record AccountListCommand(GlobalOptions globals, Optional<String> named) implements Command {
  @Override
  public int run(CommandContext context) {
    AccountKey current = context.key(named);
    List<String> accounts =
        context.keyfob().accounts(current.profile()).stream().map(AccountKey::account).toList();
    if (context.json()) {
      context.print(
          new Json()
              .put("profile", current.profile())
              .put("current", current.account())
              .putTexts("accounts", accounts)
              .build());
      return ExitCode.DONE;
    }
    for (String account : accounts) {
      context.print((account.equals(current.account()) ? "* " : "  ") + account);
    }
    if (accounts.isEmpty()) {
      context.note("No account of " + current.profile() + " has anything stored.");
    }
    return ExitCode.DONE;
  }

  /** The command's options. */
  public static final class Arguments extends CommandArguments {
    /** The words that call it. */
    public static final String NAME = "account list";

    @Override
    public CommandDescription describe() {
      return new CommandDescription(
              NAME,
              Section.SET_UP,
              "list the accounts that have something stored",
              """
              List the accounts of a service that have something stored. The one in use is
              marked.
              """)
          .withUsage("[PROFILE]")
          .withExamples(
              """
              keyfob account list heygen
              """);
    }

    @Override
    public AccountListCommand toCommand() {
      return new AccountListCommand(globals(), atMostOne());
    }
  }
}
