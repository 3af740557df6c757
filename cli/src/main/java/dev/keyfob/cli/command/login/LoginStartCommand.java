package dev.keyfob.cli.command.login;

import dev.keyfob.auth.api.LoginTicket;
import dev.keyfob.cli.command.Command;
import dev.keyfob.cli.command.CommandContext;
import dev.keyfob.cli.command.GlobalOptions;
import dev.keyfob.cli.output.ExitCode;
import dev.keyfob.cli.output.TicketPresenter;

/**
 * Does the first half of a login and ends at once. What it prints is for programs in any case: who
 * can wait has no use for it.
 *
 * @param how what to log in to and by which method
 */
record LoginStartCommand(GlobalOptions globals, LoginChoice how) implements Command {
  @Override
  public int run(CommandContext context) {
    LoginTicket ticket = context.keyfob().startLogin(how.request(context));
    context.print(TicketPresenter.json(ticket));
    TicketPresenter.text(ticket).forEach(context::note);
    return ExitCode.DONE;
  }
}
