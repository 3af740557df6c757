package dev.keyfob.cli.command.info;

import com.beust.jcommander.Parameter;
import dev.keyfob.auth.api.DoctorReport;
import dev.keyfob.cli.args.CommandArguments;
import dev.keyfob.cli.command.Command;
import dev.keyfob.cli.command.CommandContext;
import dev.keyfob.cli.command.CommandDescription;
import dev.keyfob.cli.command.GlobalOptions;
import dev.keyfob.cli.command.Section;
import dev.keyfob.cli.output.DoctorPresenter;
import dev.keyfob.cli.output.ExitCode;
import java.util.Optional;

/**
 * Checks that everything works, and prints a fix for what does not.
 *
 * @param named the profile as an argument
 * @param fix whether to repair what can be repaired without a prompt
 */
public record DoctorCommand(GlobalOptions globals, Optional<String> named, boolean fix)
    implements Command {
  @Override
  public int run(CommandContext context) {
    DoctorReport report = context.keyfob().doctor(context.profile(named), globals.account(), fix);
    if (context.json()) {
      context.print(DoctorPresenter.json(report));
    } else {
      context.printLines(DoctorPresenter.text(report));
      context.note(DoctorPresenter.summary(report));
    }
    return report.ok() ? ExitCode.DONE : ExitCode.FAILED;
  }

  /** The command's options. */
  public static final class Arguments extends CommandArguments {
    /** The words that call it. */
    public static final String NAME = "doctor";

    @Parameter(
        names = "--fix",
        description =
            "close files that others can open, and remove copies of credentials that a move "
                + "between stores has left")
    private boolean fix;

    @Override
    public CommandDescription describe() {
      return new CommandDescription(
              NAME,
              Section.LOOK,
              "check that everything works, with a fix for what does not",
              """
              Check everything that keyfob needs, and print a fix for what does not work: its
              files and their permissions, the stores, certificates and proxy, the browser,
              the identity provider, the clock, the credential, and the plugins.
              """)
          .withUsage("[PROFILE] [OPTIONS]")
          .withDetails(
              """
              It never prompts, and ends within 15 seconds. A session is renewed only if it
              has expired. The exit code is 0 unless a check has failed.
              """)
          .withExamples(
              """
              keyfob doctor heygen
              keyfob doctor heygen --json
              """);
    }

    @Override
    public DoctorCommand toCommand() {
      return new DoctorCommand(globals(), atMostOne(), fix);
    }
  }
}
