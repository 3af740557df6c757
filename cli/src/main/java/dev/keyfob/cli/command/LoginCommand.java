package dev.keyfob.cli.command;

import dev.keyfob.auth.api.LoginReport;
import dev.keyfob.auth.api.LoginRequest;
import dev.keyfob.cli.output.ExitCode;
import dev.keyfob.cli.output.LoginPresenter;

/**
 * Logs in.
 *
 * @param how what to log in to and by which method
 */
record LoginCommand(Globals globals, LoginChoice how) implements Request {
  @Override
  public int run(Session session) {
    LoginRequest request = how.request(session);
    report(session, session.keyfob().login(request));
    return ExitCode.DONE;
  }

  /** Says what a login has done. */
  static void report(Session session, LoginReport report) {
    if (session.json()) {
      session.print(LoginPresenter.json(report));
    }
    LoginPresenter.text(report, session.now()).forEach(session::note);
    report
        .shadowedBy()
        .ifPresent(
            variable ->
                session
                    .notices()
                    .warn(
                        variable + " is set and wins over this login; unset it to use the login."));
  }
}
