package dev.keyfob.cli.command.info;

import com.beust.jcommander.Parameter;
import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.StatusReport;
import dev.keyfob.cli.args.CommandArguments;
import dev.keyfob.cli.command.Command;
import dev.keyfob.cli.command.CommandContext;
import dev.keyfob.cli.command.GlobalOptions;
import dev.keyfob.cli.output.ExitCode;
import dev.keyfob.cli.output.StatusPresenter;
import java.util.Map;
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
    Map<String, String> server = server(session, report);
    if (session.json()) {
      session.print(StatusPresenter.json(report, explain, server));
    } else {
      session.printLines(StatusPresenter.text(report, explain, session.now(), server));
    }
    if (report.credential().isEmpty() && report.problem().isPresent()) {
      throw report.problem().get();
    }
    return report.usable() ? ExitCode.DONE : ExitCode.LOGIN_NEEDED;
  }

  /** Of a store that many machines share; that its server is away is no reason to say nothing. */
  private static Map<String, String> server(CommandContext session, StatusReport report) {
    if (report.store().equals("file") || report.store().equals("keychain")) {
      return Map.of();
    }
    try {
      return session.keyfob().storeDetails(report.key());
    } catch (AuthException e) {
      return Map.of("server", e.getMessage());
    }
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
