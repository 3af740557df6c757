package dev.keyfob.cli.command.info;

import com.beust.jcommander.Parameter;
import dev.keyfob.auth.api.DoctorReport;
import dev.keyfob.cli.args.CommandArguments;
import dev.keyfob.cli.command.Command;
import dev.keyfob.cli.command.CommandContext;
import dev.keyfob.cli.command.GlobalOptions;
import dev.keyfob.cli.output.DoctorPresenter;
import dev.keyfob.cli.output.ExitCode;
import java.util.Optional;

/**
 * Looks whether everything works, and says what would mend it.
 *
 * @param named the profile as an argument
 * @param fix whether to mend what can be mended without asking
 */
public record DoctorCommand(GlobalOptions globals, Optional<String> named, boolean fix)
    implements Command {
  @Override
  public int run(CommandContext session) {
    DoctorReport report = session.keyfob().doctor(session.profile(named), globals.account(), fix);
    if (session.json()) {
      session.print(DoctorPresenter.json(report));
    } else {
      session.printLines(DoctorPresenter.text(report));
      session.note(DoctorPresenter.summary(report));
    }
    return report.ok() ? ExitCode.DONE : ExitCode.FAILED;
  }

  /** The command's options. */
  public static final class Arguments extends CommandArguments {
    @Parameter(names = "--fix")
    private boolean fix;

    @Override
    public DoctorCommand request() {
      return new DoctorCommand(globals(), atMostOne(), fix);
    }
  }
}
