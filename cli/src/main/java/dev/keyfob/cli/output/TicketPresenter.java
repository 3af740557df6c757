package dev.keyfob.cli.output;

import dev.keyfob.auth.api.LoginTicket;
import dev.keyfob.auth.api.StartedLogin;
import jakarta.json.JsonObject;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/** Prints what the first half of a login has brought. */
public final class TicketPresenter {
  private TicketPresenter() {}

  /**
   * For programs.
   *
   * @param ticket what was started
   * @return the object of {@code login --start}
   */
  public static JsonObject json(LoginTicket ticket) {
    StartedLogin started = ticket.started();
    Json json =
        new Json()
            .put("ticket", ticket.ticket())
            .put("method", started.method())
            .put("verification_uri", started.verificationUri().toString())
            .putText(
                "verification_uri_complete", started.verificationUriComplete().map(URI::toString))
            .putText("user_code", started.userCode())
            .putTime("expires_at", Optional.of(started.expiresAt()))
            .putSeconds("interval", started.interval())
            .put("profile", ticket.key().profile())
            .put("account", ticket.key().account())
            .put("finish", finish(ticket));
    return json.build();
  }

  /**
   * For people.
   *
   * @param ticket what was started
   * @return lines of text that say what to do
   */
  public static List<String> text(LoginTicket ticket) {
    StartedLogin started = ticket.started();
    String open =
        "Open "
            + started.verificationUriComplete().orElse(started.verificationUri())
            + started.userCode().map(code -> " (code " + code + ")").orElse("");
    String then =
        isBroughtBack(ticket)
            ? "The login ends at a page that cannot be shown. Copy its address, then run: "
            : "After confirming it there, run: ";
    return List.of(open, then + finish(ticket));
  }

  /** A login that is not asked about is one whose address the person brings back. */
  private static boolean isBroughtBack(LoginTicket ticket) {
    return ticket.started().interval().isEmpty();
  }

  private static String finish(LoginTicket ticket) {
    String command = "keyfob login --finish " + ticket.ticket();
    return isBroughtBack(ticket) ? "printf %s \"$ADDRESS\" | " + command : command;
  }
}
