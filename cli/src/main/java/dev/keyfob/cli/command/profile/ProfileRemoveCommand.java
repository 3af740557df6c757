package dev.keyfob.cli.command.profile;

import dev.keyfob.auth.api.AccountKey;
import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.ErrorCode;
import dev.keyfob.auth.api.Profiles;
import dev.keyfob.cli.args.CommandArguments;
import dev.keyfob.cli.command.Command;
import dev.keyfob.cli.command.CommandContext;
import dev.keyfob.cli.command.CommandDescription;
import dev.keyfob.cli.command.GlobalOptions;
import dev.keyfob.cli.command.Section;
import dev.keyfob.cli.output.ExitCode;
import dev.keyfob.cli.output.Json;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Removes a profile that the user has added. Not while a credential is stored under it.
 *
 * @param name the profile's name
 */
public record ProfileRemoveCommand(GlobalOptions globals, String name) implements Command {
  @Override
  public int run(CommandContext context) {
    Profiles profiles = context.keyfob().profiles();
    requireLoggedOut(context, profiles);
    if (!profiles.remove(name)) {
      throw profiles.isBuiltIn(name)
          ? AuthException.usage("The profile " + name + " is built in and stays.", null)
          : new AuthException.Misconfigured(
              ErrorCode.PROFILE_NOT_FOUND,
              "There is no profile named " + name + ".",
              "keyfob profile list",
              null);
    }
    if (context.json()) {
      context.print(new Json().put("profile", name).put("removed", true).build());
    }
    context.note(
        profiles.isBuiltIn(name)
            ? "Removed your profile " + name + "; the built-in one is back."
            : "Removed the profile " + name + ".");
    return ExitCode.DONE;
  }

  /** Without the profile nobody could use the credential, nor withdraw it, nor find it. */
  private void requireLoggedOut(CommandContext context, Profiles profiles) {
    if (!profiles.isOwn(name) || profiles.isBuiltIn(name)) {
      return;
    }
    List<AccountKey> accounts;
    try {
      accounts = context.keyfob().accounts(name);
    } catch (AuthException e) {
      return; // what cannot be read can be removed
    }
    if (!accounts.isEmpty()) {
      throw AuthException.usage(
          "Still logged in: "
              + accounts.stream().map(AccountKey::toString).collect(Collectors.joining(", "))
              + ".",
          "keyfob logout "
              + name
              + (accounts.getFirst().account().equals(AccountKey.DEFAULT_ACCOUNT)
                  ? ""
                  : " --account " + accounts.getFirst().account()));
    }
  }

  /** The command's options. */
  public static final class Arguments extends CommandArguments {
    /** The words that call it. */
    public static final String NAME = "profile remove";

    @Override
    public CommandDescription describe() {
      return new CommandDescription(
              NAME,
              Section.SET_UP,
              "remove one that you have added",
              """
              Remove a profile that you have added. Its credentials stay; log out first.
              """)
          .withUsage("PROFILE")
          .withExamples(
              """
              keyfob logout acme --all && keyfob profile remove acme
              """);
    }

    @Override
    public ProfileRemoveCommand toCommand() {
      return new ProfileRemoveCommand(globals(), exactlyOne("the profile's name"));
    }
  }
}
