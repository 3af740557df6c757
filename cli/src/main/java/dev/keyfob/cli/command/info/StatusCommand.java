package dev.keyfob.cli.command.info;

import com.beust.jcommander.Parameter;
import dev.keyfob.auth.api.StatusReport;
import dev.keyfob.cli.args.CommandArguments;
import dev.keyfob.cli.command.Command;
import dev.keyfob.cli.command.CommandContext;
import dev.keyfob.cli.command.GlobalOptions;
import dev.keyfob.cli.output.ExitCode;
import dev.keyfob.cli.output.StatusPresenter;
import java.util.Optional;

/**
 * Prints what is configured.
 *
 * @param named the profile as an argument
 * @param explain whether to list the sources
 * @param offline whether to leave the service alone
 */
public record StatusCommand(
    GlobalOptions globals, Optional<String> named, boolean explain, boolean offline)
    implements Command {
  @Override
  public int run(CommandContext session) {
    StatusReport report = session.keyfob().status(session.key(named), !offline, explain);
    if (session.json()) {
      session.print(StatusPresenter.json(report, explain));
    } else {
      session.printLines(StatusPresenter.text(report, explain, session.now()));
    }
    if (report.credential().isEmpty() && report.problem().isPresent()) {
      throw report.problem().get();
    }
    return report.usable() ? ExitCode.DONE : ExitCode.LOGIN_NEEDED;
  }

  /** The command's options. */
  public static final class Arguments extends CommandArguments {
    @Parameter(names = "--explain")
    private boolean explain;

    @Parameter(names = "--offline")
    private boolean offline;

    @Override
    public boolean flag(String name) {
      switch (name) {
        case "--explain" -> explain = true;
        case "--offline" -> offline = true;
        default -> {
          return super.flag(name);
        }
      }
      return true;
    }

    @Override
    public StatusCommand request() {
      return new StatusCommand(globals(), atMostOne(), explain, offline);
    }
  }
}
