package dev.keyfob.cli.command;

import dev.keyfob.auth.api.LoginTicket;
import dev.keyfob.cli.output.ExitCode;
import dev.keyfob.cli.output.TicketPresenter;

/**
 * Does the first half of a login and ends at once. What it prints is for programs in any case: who
 * can wait has no use for it.
 *
 * @param how what to log in to and by which method
 */
record LoginStartCommand(Globals globals, LoginChoice how) implements Request {
  @Override
  public int run(Session session) {
    LoginTicket ticket = session.keyfob().startLogin(how.request(session));
    session.print(TicketPresenter.json(ticket));
    TicketPresenter.text(ticket).forEach(session::note);
    return ExitCode.DONE;
  }
}
