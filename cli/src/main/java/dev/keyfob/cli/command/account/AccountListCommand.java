package dev.keyfob.cli.command.account;

import dev.keyfob.auth.api.AccountKey;
import dev.keyfob.cli.args.CommandArguments;
import dev.keyfob.cli.command.Command;
import dev.keyfob.cli.command.CommandContext;
import dev.keyfob.cli.command.GlobalOptions;
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
  public int run(CommandContext session) {
    AccountKey current = session.key(named);
    List<String> accounts =
        session.keyfob().accounts(current.profile()).stream().map(AccountKey::account).toList();
    if (session.json()) {
      session.print(
          new Json()
              .put("profile", current.profile())
              .put("current", current.account())
              .putTexts("accounts", accounts)
              .build());
      return ExitCode.DONE;
    }
    for (String account : accounts) {
      session.print((account.equals(current.account()) ? "* " : "  ") + account);
    }
    if (accounts.isEmpty()) {
      session.note("No account of " + current.profile() + " has anything stored.");
    }
    return ExitCode.DONE;
  }

  /** The command's options. */
  public static final class Arguments extends CommandArguments {
    @Override
    public AccountListCommand request() {
      return new AccountListCommand(globals(), atMostOne());
    }
  }
}
