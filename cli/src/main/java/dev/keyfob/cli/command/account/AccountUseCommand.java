package dev.keyfob.cli.command.account;

import dev.keyfob.auth.api.AccountKey;
import dev.keyfob.auth.api.AuthException;
import dev.keyfob.cli.args.CommandArguments;
import dev.keyfob.cli.command.Command;
import dev.keyfob.cli.command.CommandContext;
import dev.keyfob.cli.command.GlobalOptions;
import dev.keyfob.cli.output.ExitCode;
import dev.keyfob.cli.output.Json;
import java.util.Optional;

/**
 * Makes an account the one that commands are about.
 *
 * @param named the profile as an argument
 * @param account the account
 */
public record AccountUseCommand(GlobalOptions globals, Optional<String> named, String account)
    implements Command {
  @Override
  public int run(CommandContext session) {
    AccountKey key = new AccountKey(session.key(named).profile(), account);
    boolean known = session.keyfob().accounts(key.profile()).contains(key);
    session.keyfob().use(key);
    if (session.json()) {
      session.print(new Json().put("profile", key.profile()).put("account", key.account()).build());
    }
    session.note("Commands for " + key.profile() + " now use the account " + account + ".");
    if (!known) {
      session.note("Nothing is stored for it yet. Next: keyfob login " + key.profile());
    }
    return ExitCode.DONE;
  }

  /** The command's options. */
  public static final class Arguments extends CommandArguments {
    @Override
    public AccountUseCommand request() {
      atMost(2);
      if (positionals().isEmpty()) {
        throw AuthException.usage("Say which: the account is missing.", null);
      }
      Optional<String> named =
          positionals().size() == 2 ? Optional.of(positionals().getFirst()) : Optional.empty();
      return new AccountUseCommand(globals(), named, positionals().getLast());
    }
  }
}
