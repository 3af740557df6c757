package dev.keyfob.cli.command.account;

import com.beust.jcommander.Parameter;
import dev.keyfob.auth.api.AccountKey;
import dev.keyfob.auth.api.AuthException;
import dev.keyfob.cli.args.CommandArguments;
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
 * Sets the account that commands use when none is named.
 *
 * @param named the profile as an argument
 * @param account the account; empty for the one that is used already
 * @param organization the organization that it is to work for; empty to leave that as it is
 */
public record AccountUseCommand(
    GlobalOptions globals,
    Optional<String> named,
    Optional<String> account,
    Optional<String> organization)
    implements Command {
  @Override
  public int run(CommandContext context) {
    AccountKey used = context.key(named);
    AccountKey key = account.map(name -> new AccountKey(used.profile(), name)).orElse(used);
    organization.ifPresent(name -> context.keyfob().useOrganization(key, name));
    account.ifPresent(name -> context.keyfob().use(key));
    if (context.json()) {
      Json json = new Json().put("profile", key.profile()).put("account", key.account());
      organization.ifPresent(name -> json.put("organization", name));
      context.print(json.build());
    }
    account.ifPresent(name -> tell(context, key));
    organization.ifPresent(
        name -> context.note("The account " + key + " now works for " + name + "."));
    return ExitCode.DONE;
  }

  private static void tell(CommandContext context, AccountKey key) {
    context.note("Commands for " + key.profile() + " now use the account " + key.account() + ".");
    if (!context.keyfob().accounts(key.profile()).contains(key)) {
      context.note("Nothing is stored for it yet. Next: " + key.loginCommand());
    }
  }

  /** The command's options. */
  public static final class Arguments extends CommandArguments {
    /** The words that call it. */
    public static final String NAME = "account use";

    @Parameter(
        names = "--organization",
        description =
            "have the account work for this organization, for which {organization} stands in paths")
    @Placeholder("NAME")
    private @Nullable String organization;

    @Override
    public CommandDescription describe() {
      return new CommandDescription(
              NAME,
              Section.SET_UP,
              "set the default account",
              """
              Set the account that commands use when none is named, or the organization that
              an account works for.
              """)
          .withUsage("[PROFILE] ACCOUNT | [PROFILE] --organization NAME")
          .withExamples(
              """
              keyfob account use heygen work
              keyfob account use pipecat --organization acme
              """);
    }

    @Override
    public AccountUseCommand toCommand() {
      atMost(2);
      int given = positionals().size();
      if (given == 0 && organization == null) {
        throw AuthException.usage("Missing argument: the account.", null);
      }
      boolean profileFirst = given == 2 || (given == 1 && organization != null);
      boolean accountLast = given == 2 || (given == 1 && organization == null);
      return new AccountUseCommand(
          globals(),
          profileFirst ? Optional.of(positionals().getFirst()) : Optional.empty(),
          accountLast ? Optional.of(positionals().getLast()) : Optional.empty(),
          Optional.ofNullable(organization));
    }
  }
}
