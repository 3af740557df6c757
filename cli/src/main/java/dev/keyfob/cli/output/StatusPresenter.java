package dev.keyfob.cli.output;

import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.ErrorCode;
import dev.keyfob.auth.api.Origin;
import dev.keyfob.auth.api.SourceVerdict;
import dev.keyfob.auth.api.StatusReport;
import dev.keyfob.auth.api.StatusReport.Configured;
import dev.keyfob.cli.system.SafeText;
import jakarta.json.JsonObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Prints what is configured. */
public final class StatusPresenter {
  private StatusPresenter() {}

  /**
   * For programs.
   *
   * @param report what is configured
   * @param explain whether to list the sources
   * @param server what there is to tell of a store's server
   * @return the object of {@code status --json}
   */
  public static JsonObject json(StatusReport report, boolean explain, Map<String, String> server) {
    Optional<Configured> used = report.credential();
    Json json =
        new Json()
            .put("profile", report.key().profile())
            .put("account", report.key().account())
            .put("configured", used.isPresent())
            .putText("type", used.map(Configured::type))
            .putObject("origin", used.map(Configured::origin).map(StatusPresenter::origin))
            .put("store", report.store())
            .putObject("user", report.user())
            .putTime("expires_at", used.flatMap(Configured::expiresAt))
            .putTime("refresh_expires_at", used.flatMap(Configured::refreshExpiresAt))
            .put("refreshable", used.isPresent() && used.get().refreshable())
            .putText("scope", used.flatMap(Configured::scope))
            .putText("token_type", used.flatMap(Configured::tokenType))
            .put("state", state(report))
            .putText("api_error", report.problem().map(AuthException::getMessage))
            .putText("hint", Hint.of(report.problem().flatMap(AuthException::hint)).lines());
    if (!report.newScopes().isEmpty()) {
      json.putTexts("new_scopes", report.newScopes());
    }
    report.organization().ifPresent(name -> json.put("organization", name));
    if (explain) {
      List<JsonObject> sources = new ArrayList<>();
      for (SourceVerdict source : report.sources()) {
        sources.add(new Json().put("name", source.name()).put("verdict", source.verdict()).build());
      }
      json.putObjects("sources", sources);
    }
    if (!server.isEmpty()) {
      Json facts = new Json();
      server.forEach(facts::put);
      json.putObject("store_server", Optional.of(facts.build()));
    }
    return json.build();
  }

  /**
   * Where a credential came from, for programs.
   *
   * @param origin the place
   * @return its kind and name
   */
  public static JsonObject origin(Origin origin) {
    return new Json().put("kind", origin.kind()).put("name", origin.name()).build();
  }

  /**
   * For people.
   *
   * @param report what is configured
   * @param explain whether to list the sources
   * @param now the time
   * @param server what there is to tell of a store's server
   * @return lines of text
   */
  public static String text(
      StatusReport report, boolean explain, Instant now, Map<String, String> server) {
    Table table = new Table("  ");
    StringBuilder text = new StringBuilder(report.key().toString());
    if (report.credential().isEmpty()) {
      text.append(report.problem().isEmpty() ? ": not logged in\n" : ": broken\n");
    } else {
      Configured used = report.credential().get();
      text.append(": ").append(headline(report)).append('\n');
      table.row("credential", used.type() + " from " + origin(used.origin(), report));
      used.expiresAt().ifPresent(end -> table.row(endWord(report), expiry(report, end, now)));
      used.refreshExpiresAt()
          .ifPresent(
              end ->
                  table.row(
                      "login again",
                      Times.relative(end, now) + " (" + Times.local(end) + ") at the latest"));
      used.scope().ifPresent(scope -> table.row("scope", scope));
      report.organization().ifPresent(name -> table.row("organization", name));
      if (!report.newScopes().isEmpty()) {
        table.row("not asked for", newScopes(report));
      }
      report.problem().map(AuthException::getMessage).ifPresent(why -> table.row("problem", why));
      Hint.of(report.problem().flatMap(AuthException::hint))
          .commands()
          .forEach(what -> table.row("try", what));
    }
    server.forEach((name, value) -> table.row(name.replace('_', ' '), value));
    if (explain) {
      table.row("sources", "");
      for (SourceVerdict source : report.sources()) {
        table.row("  " + source.name(), source.verdict());
      }
    }
    return text.append(table).toString();
  }

  private static String newScopes(StatusReport report) {
    return String.join(" ", report.newScopes())
        + ", which the profile has come to name: "
        + report.key().loginCommand();
  }

  private static String headline(StatusReport report) {
    String who = report.user().flatMap(Users::name).map(name -> " as " + name).orElse("");
    return SafeText.line(
        switch (report.state()) {
          case EXPIRED -> report.usable() ? "logged in" + who : ended(report);
          default -> report.usable() ? "logged in" + who : "the credential is not accepted";
        });
  }

  /** Where the end of a session is not what is wrong, a login is not what helps. */
  private static String ended(StatusReport report) {
    return report.problem().filter(p -> p.code() != ErrorCode.SESSION_EXPIRED).isPresent()
        ? "no token can be had"
        : "the session has expired";
  }

  private static String origin(Origin origin, StatusReport report) {
    // Not a switch over types, which is set up at run time and would be all that is.
    return origin instanceof Origin.Environment variable
        ? "the environment variable " + variable.name()
        : "the store " + report.store();
  }

  private static String endWord(StatusReport report) {
    return report.state() == StatusReport.State.EXPIRED ? "expired" : "expires";
  }

  private static String expiry(StatusReport report, Instant end, Instant now) {
    boolean renewed =
        report.usable() && report.credential().map(Configured::refreshable).orElse(false);
    return Times.relative(end, now)
        + " ("
        + Times.local(end)
        + ")"
        + (renewed ? ", renewed when needed" : "");
  }

  private static String state(StatusReport report) {
    return switch (report.state()) {
      case FRESH -> "fresh";
      case EXPIRING -> "expiring";
      case EXPIRED -> "expired";
      case STATIC -> "static";
      case NONE -> "none";
    };
  }
}
