package dev.keyfob.cli.command.login;

import dev.keyfob.auth.api.LoginReport;
import dev.keyfob.auth.api.LoginRequest;
import dev.keyfob.cli.command.Command;
import dev.keyfob.cli.command.CommandContext;
import dev.keyfob.cli.command.GlobalOptions;
import dev.keyfob.cli.output.ExitCode;
import dev.keyfob.cli.output.LoginPresenter;

/**
 * Logs in.
 *
 * @param how what to log in to and by which method
 */
record LoginCommand(GlobalOptions globals, LoginChoice how) implements Command {
  @Override
  public int run(CommandContext context) {
    LoginRequest request = told(context).request(context);
    report(context, context.keyfob().login(request));
    return ExitCode.DONE;
  }

  /** Where nothing says which service is meant, a person is asked. */
  private LoginChoice told(CommandContext context) {
    return context.interaction().interactive() && context.selected(how.named()).isEmpty()
        ? how.to(new ServicePicker(context).pick(globals))
        : how;
  }

  /** Says what a login has done. */
  static void report(CommandContext context, LoginReport report) {
    if (context.json()) {
      context.print(LoginPresenter.json(report));
    }
    LoginPresenter.text(report, context.now()).forEach(context::note);
    report
        .shadowedBy()
        .ifPresent(
            variable ->
                context
                    .notices()
                    .warn(
                        variable
                            + " is set and takes precedence over this login; unset it to use the"
                            + " login."));
  }
}
