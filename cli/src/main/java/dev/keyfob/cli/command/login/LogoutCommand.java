package dev.keyfob.cli.command.login;

import com.beust.jcommander.Parameter;
import dev.keyfob.auth.api.AccountKey;
import dev.keyfob.auth.api.LogoutReport;
import dev.keyfob.cli.args.CommandArguments;
import dev.keyfob.cli.command.Command;
import dev.keyfob.cli.command.CommandContext;
import dev.keyfob.cli.command.GlobalOptions;
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
  public int run(CommandContext session) {
    AccountKey key = session.key(named);
    if (!all) {
      LogoutReport report = session.keyfob().logout(key);
      if (session.json()) {
        session.print(LoginPresenter.json(report));
      }
      tell(session, report);
      return ExitCode.DONE;
    }
    List<JsonObject> done = new ArrayList<>();
    for (AccountKey account : session.keyfob().accounts(key.profile())) {
      LogoutReport report = session.keyfob().logout(account);
      done.add(LoginPresenter.json(report));
      tell(session, report);
    }
    if (session.json()) {
      session.print(new Json().put("profile", key.profile()).putObjects("accounts", done).build());
    } else if (done.isEmpty()) {
      session.note("Nothing was stored for " + key.profile() + ".");
    }
    return ExitCode.DONE;
  }

  private static void tell(CommandContext session, LogoutReport report) {
    session.note(LoginPresenter.text(report));
    report
        .stillActiveFrom()
        .ifPresent(
            variable ->
                session
                    .notices()
                    .warn(
                        variable + " is set and still gives a credential; unset it to stop that."));
  }

  /** The command's options. */
  public static final class Arguments extends CommandArguments {
    @Parameter(names = "--all")
    private boolean all;

    @Override
    public LogoutCommand request() {
      return new LogoutCommand(globals(), atMostOne(), all);
    }
  }
}
