package dev.keyfob.auth.api.internal.login;

import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.LoginReport;
import dev.keyfob.auth.api.LoginRequest;
import dev.keyfob.auth.api.LoginTicket;
import dev.keyfob.auth.api.StartedLogin;
import dev.keyfob.auth.api.internal.login.LoginTicketStore.Ticket;
import dev.keyfob.auth.api.internal.store.Account;
import dev.keyfob.auth.api.internal.store.OtherCopies;
import dev.keyfob.auth.api.spi.AccountLock;
import dev.keyfob.auth.api.spi.AccountLocks;
import dev.keyfob.auth.api.spi.CredentialProvider;
import dev.keyfob.auth.api.spi.LoginOutcome;
import dev.keyfob.auth.api.spi.LoginProgress;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Login for those who cannot wait, such as agents: one command starts it and ends at once, another
 * finishes it. A ticket works once, until it expires, and for one process at a time.
 */
public final class TwoPhaseLogin {
  private static final Duration LOCK_LIMIT = Duration.ofSeconds(2);

  private final LoginTicketStore tickets;
  private final LoginService logins;
  private final AccountLocks locks;
  private final Clock clock;

  public TwoPhaseLogin(
      LoginTicketStore tickets, LoginService logins, AccountLocks locks, Clock clock) {
    this.tickets = tickets;
    this.logins = logins;
    this.locks = locks;
    this.clock = clock;
  }

  /**
   * Starts a login.
   *
   * @param account whose store answers
   * @param providers those of the service, best first
   * @throws AuthException.Misconfigured if none of them can do it in two steps
   */
  public LoginTicket start(
      Account account, List<CredentialProvider> providers, LoginRequest request) {
    account.store().requireWritable(account.key());
    for (CredentialProvider provider : providers) {
      Optional<StartedLogin> started = provider.start(request, account.context());
      if (started.isPresent()) {
        return new LoginTicket(
            keep(account, provider, request, started.get()), account.key(), started.get());
      }
    }
    throw AuthException.usage(
        account.profile().displayName()
            + " offers no login that can be finished later"
            + request.method().map(method -> " by " + method).orElse("")
            + ".",
        account.key().loginCommand());
  }

  private String keep(
      Account account, CredentialProvider provider, LoginRequest request, StartedLogin started) {
    tickets.sweep(clock.instant());
    String id = tickets.newId();
    tickets.put(
        id,
        new Ticket(
            account.key(),
            provider.type(),
            account.store().id(),
            request.verify(),
            started.expiresAt(),
            started.state()));
    return id;
  }

  /**
   * The login that a ticket stands for.
   *
   * @throws AuthException.Misconfigured if there is none
   * @throws AuthException.TimedOut if it has expired
   */
  public Ticket require(String id) {
    Ticket ticket = tickets.find(id).orElseThrow(TwoPhaseLogin::unknown);
    if (!clock.instant().isBefore(ticket.expiresAt())) {
      tickets.delete(id);
      throw new AuthException.TimedOut(
          "The ticket expired before the login to " + ticket.key() + " was confirmed.",
          ticket.key().loginCommand() + " --start");
    }
    return ticket;
  }

  /**
   * Finishes a login.
   *
   * @param elsewhere tells where else the account's document is or may be
   * @param pasted what the person has brought back; empty if nothing
   * @param patience how long to wait for the person
   * @throws AuthException.TimedOut if nobody has confirmed it yet; the ticket still works
   */
  public LoginReport finish(
      String id,
      Account account,
      Supplier<OtherCopies> elsewhere,
      CredentialProvider provider,
      Optional<String> pasted,
      Duration patience) {
    try (AccountLock _ = tickets.lock(id, locks, LOCK_LIMIT)) {
      Ticket ticket = require(id);
      account.store().requireWritable(account.key());
      return switch (progress(id, ticket, account, provider, pasted, patience)) {
        case LoginProgress.Done(LoginOutcome outcome) -> {
          tickets.delete(id);
          yield logins.keepOrWithdraw(account, elsewhere, provider, outcome, ticket.verify());
        }
        case LoginProgress.Pending pending -> {
          tickets.put(id, ticket.with(pending.state()));
          throw new AuthException.TimedOut(
              "The login to " + account.profile().displayName() + " has not been confirmed yet.",
              "keyfob login --finish " + id,
              true);
        }
      };
    }
  }

  private LoginProgress progress(
      String id,
      Ticket ticket,
      Account account,
      CredentialProvider provider,
      Optional<String> pasted,
      Duration patience) {
    try {
      return provider.finish(ticket.state(), pasted, patience, account.context());
    } catch (AuthException.Denied | AuthException.Protocol | AuthException.TimedOut e) {
      tickets.delete(id); // nothing will come of it any more
      throw e;
    }
  }

  private static AuthException unknown() {
    return AuthException.usage(
        "Unknown ticket: the login is finished, has expired, or was started by another user.",
        "keyfob login --start");
  }
}
