package dev.keyfob.cli.output;

import dev.keyfob.auth.api.LoginReport;
import dev.keyfob.auth.api.LogoutReport;
import jakarta.json.JsonObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Prints what a login or a logout has done. */
public final class LoginPresenter {
  private LoginPresenter() {}

  /**
   * A login, for programs.
   *
   * @param report what was done
   * @return the object of {@code login --json}
   */
  public static JsonObject json(LoginReport report) {
    Json json =
        new Json()
            .put("profile", report.key().profile())
            .put("account", report.key().account())
            .put("type", report.type())
            .put("store", report.store())
            .putObject("user", report.user())
            .putTime("expires_at", report.expiresAt())
            .putText("scope", report.scope())
            .put("verified", report.verified())
            .putTexts("cleared", report.cleared())
            .putText("shadowed_by", report.shadowedBy());
    report.organization().ifPresent(name -> json.put("organization", name));
    return json.build();
  }

  /**
   * A login, for people.
   *
   * @param report what was done
   * @param now the time
   * @return lines of text
   */
  public static List<String> text(LoginReport report, Instant now) {
    List<String> lines = new ArrayList<>();
    String who = report.user().flatMap(Users::name).map(name -> " as " + name).orElse("");
    String until =
        report.expiresAt().map(end -> ", expires " + Times.relative(end, now)).orElse("");
    lines.add(
        "Logged in to "
            + report.key()
            + who
            + " ("
            + report.type()
            + " in the store "
            + report.store()
            + until
            + ").");
    if (!report.cleared().isEmpty()) {
      lines.add("Replaced: " + String.join(", ", report.cleared()) + ".");
    }
    report
        .organization()
        .ifPresent(name -> lines.add("It works for the organization " + name + "."));
    return lines;
  }

  /**
   * A logout, for programs.
   *
   * @param report what was done
   * @return the object of {@code logout --json}
   */
  public static JsonObject json(LogoutReport report) {
    return new Json()
        .put("profile", report.key().profile())
        .put("account", report.key().account())
        .putTexts("cleared", report.cleared())
        .put("revocation", report.revocation().id())
        .putText("still_active_from", report.stillActiveFrom())
        .build();
  }

  /**
   * A logout, for people.
   *
   * @param report what was done
   * @return a line of text
   */
  public static String text(LogoutReport report) {
    if (report.cleared().isEmpty()) {
      return "Nothing was stored for " + report.key() + ".";
    }
    String done =
        "Logged out of " + report.key() + " (" + String.join(", ", report.cleared()) + ").";
    return switch (report.revocation()) {
      case REVOKED -> done + " The service has revoked it.";
      case NOT_CONFIRMED -> done + " The service did not confirm the revocation.";
      case NOTHING_TO_REVOKE -> done;
    };
  }
}
