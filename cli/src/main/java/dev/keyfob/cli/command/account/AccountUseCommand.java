package dev.keyfob.cli.command.account;

import dev.keyfob.auth.api.AccountKey;
import dev.keyfob.auth.api.AuthException;
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
 * Sets the account that commands use when none is named.
 *
 * @param named the profile as an argument
 * @param account the account
 */
public record AccountUseCommand(GlobalOptions globals, Optional<String> named, String account)
    implements Command {
  @Override
  public int run(CommandContext context) {
    AccountKey key = new AccountKey(context.key(named).profile(), account);
    boolean known = context.keyfob().accounts(key.profile()).contains(key);
    context.keyfob().use(key);
    if (context.json()) {
      context.print(new Json().put("profile", key.profile()).put("account", key.account()).build());
    }
    context.note("Commands for " + key.profile() + " now use the account " + account + ".");
    if (!known) {
      context.note("Nothing is stored for it yet. Next: " + key.loginCommand());
    }
    return ExitCode.DONE;
  }

  /** The command's options. */
  public static final class Arguments extends CommandArguments {
    /** The words that call it. */
    public static final String NAME = "account use";

    @Override
    public CommandDescription describe() {
      return new CommandDescription(
              NAME,
              Section.SET_UP,
              "set the default account",
              """
              Set the account that commands use when none is named.
              """)
          .withUsage("[PROFILE] ACCOUNT")
          .withExamples(
              """
              keyfob account use heygen work
              """);
    }

    @Override
    public AccountUseCommand toCommand() {
      atMost(2);
      if (positionals().isEmpty()) {
        throw AuthException.usage("Missing argument: the account.", null);
      }
      Optional<String> named =
          positionals().size() == 2 ? Optional.of(positionals().getFirst()) : Optional.empty();
      return new AccountUseCommand(globals(), named, positionals().getLast());
    }
  }
}
