package dev.keyfob.cli.command.info;

import com.beust.jcommander.Parameter;
import dev.keyfob.auth.api.AccountKey;
import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.StatusReport;
import dev.keyfob.cli.args.CommandArguments;
import dev.keyfob.cli.command.Command;
import dev.keyfob.cli.command.CommandContext;
import dev.keyfob.cli.command.CommandDescription;
import dev.keyfob.cli.command.GlobalOptions;
import dev.keyfob.cli.command.Section;
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
 * @param all whether to list every account
 */
public record StatusCommand(
    GlobalOptions globals, Optional<String> named, boolean explain, boolean offline, boolean all)
    implements Command {
  @Override
  public int run(CommandContext context) {
    Optional<AccountKey> selected = all ? Optional.empty() : context.selected(named);
    if (selected.isEmpty()) {
      return new Overview(context).print() > 0 ? ExitCode.DONE : ExitCode.LOGIN_NEEDED;
    }
    StatusReport report = context.keyfob().status(selected.get(), !offline, explain);
    Map<String, String> server = server(context, report);
    if (context.json()) {
      context.print(StatusPresenter.json(report, explain, server));
    } else {
      context.printLines(StatusPresenter.text(report, explain, context.now(), server));
    }
    if (report.credential().isEmpty() && report.problem().isPresent()) {
      throw report.problem().get();
    }
    return report.usable()
        ? ExitCode.DONE
        : report.problem().map(why -> ExitCode.of(why.code())).orElse(ExitCode.LOGIN_NEEDED);
  }

  /** Of a store that many machines share; that its server is away is no reason to say nothing. */
  private static Map<String, String> server(CommandContext context, StatusReport report) {
    if (report.store().equals("file") || report.store().equals("keychain")) {
      return Map.of();
    }
    try {
      return context.keyfob().storeDetails(report.key());
    } catch (AuthException e) {
      return Map.of("server", e.getMessage());
    }
  }

  /** The command's options. */
  public static final class Arguments extends CommandArguments {
    /** The words that call it. */
    public static final String NAME = "status";

    @Parameter(
        names = "--explain",
        description = "list every source in order, with the result of each")
    private boolean explain;

    @Parameter(names = "--offline", description = "do not ask the service")
    private boolean offline;

    @Parameter(names = "--all", description = "list every account, without asking any service")
    private boolean all;

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
    public CommandDescription describe() {
      return new CommandDescription(
              NAME,
              Section.LOOK,
              "the credential in use, its origin and its expiry",
              """
              Print what is configured: the credential in use, where it comes from, whose it
              is and how long it works. Exits with 3 if a login is needed. Where nothing says
              which service is meant, it lists every account.
              """)
          .withUsage("[PROFILE] [OPTIONS]")
          .withExamples(
              """
              keyfob status heygen --explain
              keyfob status heygen --offline --json
              """);
    }

    @Override
    public StatusCommand toCommand() {
      if (all && (!positionals().isEmpty() || explain)) {
        throw AuthException.usage("--all cannot be combined with a profile.", null);
      }
      return new StatusCommand(globals(), atMostOne(), explain, offline, all);
    }
  }
}
