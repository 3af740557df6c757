package dev.keyfob.cli.output;

import dev.keyfob.auth.api.DoctorReport;
import dev.keyfob.auth.api.DoctorReport.Check;
import dev.keyfob.auth.api.DoctorReport.Status;
import jakarta.json.JsonObject;
import java.util.ArrayList;
import java.util.List;

/** Prints what a check-up has found. */
public final class DoctorPresenter {
  private DoctorPresenter() {}

  /**
   * For programs.
   *
   * @param report what was found
   * @return the object of {@code doctor --json}
   */
  public static JsonObject json(DoctorReport report) {
    List<JsonObject> checks = new ArrayList<>();
    for (Check check : report.checks()) {
      Hint remedy = Hint.of(check.remedy());
      checks.add(
          new Json()
              .put("name", check.name())
              .put("status", check.status().id())
              .put("message", remedy.after(check.message()))
              .putText("remedy", remedy.lines())
              .build());
    }
    return new Json().put("ok", report.ok()).putObjects("checks", checks).build();
  }

  /**
   * For people.
   *
   * @param report what was found
   * @return lines of text
   */
  public static String text(DoctorReport report) {
    Table table = new Table("");
    for (Check check : report.checks()) {
      Hint remedy = Hint.of(check.remedy());
      table.row(mark(check.status()) + check.name(), remedy.after(check.message()));
      remedy.commands().forEach(command -> table.row("", "try: " + command));
    }
    return table.toString();
  }

  /** The mark that the eye looks for is the only one in capitals. */
  private static String mark(Status status) {
    return switch (status) {
      case PASS -> "ok    ";
      case WARN -> "warn  ";
      case FAIL -> "FAIL  ";
      case SKIP -> "-     ";
    };
  }

  /**
   * All of it in a line, for people.
   *
   * @param report what was found
   * @return a sentence
   */
  public static String summary(DoctorReport report) {
    long failed = count(report, Status.FAIL);
    long warnings = count(report, Status.WARN);
    String said =
        warnings == 0 ? "" : warnings == 1 ? ", 1 warning" : ", " + warnings + " warnings";
    return failed == 0
        ? "Everything works" + said + "."
        : failed + (failed == 1 ? " problem" : " problems") + said + ".";
  }

  private static long count(DoctorReport report, Status status) {
    return report.checks().stream().filter(check -> check.status() == status).count();
  }
}
