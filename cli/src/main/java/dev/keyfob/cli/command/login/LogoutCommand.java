package dev.keyfob.cli.command.login;

import com.beust.jcommander.Parameter;
import dev.keyfob.auth.api.AccountKey;
import dev.keyfob.auth.api.LogoutReport;
import dev.keyfob.cli.args.CommandArguments;
import dev.keyfob.cli.command.Command;
import dev.keyfob.cli.command.CommandContext;
import dev.keyfob.cli.command.CommandDescription;
import dev.keyfob.cli.command.GlobalOptions;
import dev.keyfob.cli.command.Section;
import dev.keyfob.cli.output.ExitCode;
import dev.keyfob.cli.output.Json;
import dev.keyfob.cli.output.LoginPresenter;
import jakarta.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Logs out of one account, or of all accounts of a profile.
 *
 * @param named the profile as an argument
 * @param all whether all accounts are meant
 */
public record LogoutCommand(GlobalOptions globals, Optional<String> named, boolean all)
    implements Command {
  @Override
  public int run(CommandContext context) {
    AccountKey key = context.key(named);
    if (!all) {
      LogoutReport report = context.keyfob().logout(key);
      if (context.json()) {
        context.print(LoginPresenter.json(report));
      }
      tell(context, report);
      return ExitCode.DONE;
    }
    List<JsonObject> done = new ArrayList<>();
    for (AccountKey account : context.keyfob().accounts(key.profile())) {
      LogoutReport report = context.keyfob().logout(account);
      done.add(LoginPresenter.json(report));
      tell(context, report);
    }
    if (context.json()) {
      context.print(new Json().put("profile", key.profile()).putObjects("accounts", done).build());
    } else if (done.isEmpty()) {
      context.note("Nothing was stored for " + key.profile() + ".");
    }
    return ExitCode.DONE;
  }

  private static void tell(CommandContext context, LogoutReport report) {
    context.note(LoginPresenter.text(report));
    report
        .stillActiveFrom()
        .ifPresent(
            variable ->
                context
                    .notices()
                    .warn(
                        variable + " is set and still gives a credential; unset it to stop that."));
  }

  /** The command's options. */
  public static final class Arguments extends CommandArguments {
    /** The words that call it. */
    public static final String NAME = "logout";

    @Parameter(names = "--all", description = "all accounts of the profile")
    private boolean all;

    @Override
    public CommandDescription describe() {
      return new CommandDescription(
              NAME,
              Section.LOG_IN,
              "revoke the credential and remove it",
              """
              Revoke the credential where it was issued, and remove it here whatever the
              answer is.
              """)
          .withUsage("[PROFILE] [OPTIONS]")
          .withExamples(
              """
              keyfob logout heygen
              keyfob logout heygen --all
              """);
    }

    @Override
    public LogoutCommand toCommand() {
      return new LogoutCommand(globals(), atMostOne(), all);
    }
  }
}
