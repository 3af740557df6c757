package dev.keyfob.cli.output;

import dev.keyfob.auth.api.AccountKey;
import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.Origin;
import dev.keyfob.auth.api.StatusReport;
import dev.keyfob.auth.api.StatusReport.Configured;
import dev.keyfob.cli.system.SafeText;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Prints all accounts in a table that fits the terminal. */
public final class OverviewPresenter {
  private static final List<String> TITLES = List.of("SERVICE", "WHO", "KIND", "FROM", "VALID");
  private static final int GAP = 2;
  private static final int LEAST = 6;

  private OverviewPresenter() {}

  /**
   * An account.
   *
   * @param key which
   * @param report what is configured; null if it cannot be told
   * @param problem why it cannot be told
   */
  public record Row(
      AccountKey key, @Nullable StatusReport report, @Nullable AuthException problem) {}

  /**
   * The table.
   *
   * @param rows the accounts
   * @param now the time
   * @param style its colours
   * @param columns how wide it may be
   * @return lines
   */
  public static String table(List<Row> rows, Instant now, Style style, int columns) {
    List<List<String>> cells = new ArrayList<>();
    cells.add(TITLES);
    rows.forEach(row -> cells.add(cells(row, now)));
    int[] widths = widths(cells, columns);
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < cells.size(); i++) {
      StringBuilder line = new StringBuilder();
      for (int column = 0; column < widths.length; column++) {
        if (widths[column] == 0) {
          continue;
        }
        String cell = clip(cells.get(i).get(column), widths[column]);
        line.append(i == 0 ? style.faint(cell) : painted(column, cell, rows.get(i - 1), style));
        if (column < widths.length - 1) {
          line.repeat(' ', widths[column] - cell.length() + GAP);
        }
      }
      text.append(line.toString().stripTrailing()).append('\n');
    }
    for (Row row : rows) {
      problem(row)
          .ifPresent(
              problem ->
                  text.append('\n')
                      .append(style.bad(row.key() + ": "))
                      .append(SafeText.line(problem))
                      .append('\n'));
    }
    return text.toString();
  }

  private static List<String> cells(Row row, Instant now) {
    StatusReport report = row.report();
    if (report == null) {
      return List.of(row.key().toString(), "-", "-", "-", "broken");
    }
    Optional<Configured> used = report.credential();
    return List.of(
        SafeText.line(row.key().toString()),
        SafeText.line(report.user().flatMap(Users::name).orElse("-")),
        used.map(Configured::type).orElse("-"),
        used.map(found -> from(found, report)).orElse("-"),
        valid(report, now));
  }

  private static String from(Configured used, StatusReport report) {
    return used.origin() instanceof Origin.Environment variable
        ? "$" + variable.name()
        : report.store();
  }

  private static String valid(StatusReport report, Instant now) {
    if (report.credential().isEmpty()) {
      return "not logged in";
    }
    Configured used = report.credential().get();
    return switch (report.state()) {
      case STATIC -> "until revoked";
      case NONE -> "not logged in";
      case FRESH, EXPIRING -> used.expiresAt().map(end -> Times.shortly(end, now)).orElse("yes");
      case EXPIRED -> used.refreshable() ? "renewed when needed" : "expired: log in";
    };
  }

  private static String painted(int column, String cell, Row row, Style style) {
    if (column == 0) {
      return style.bold(cell);
    }
    if (column != TITLES.size() - 1) {
      return cell;
    }
    StatusReport report = row.report();
    if (report == null) {
      return style.bad(cell);
    }
    return switch (report.state()) {
      case FRESH, STATIC -> style.good(cell);
      case EXPIRING -> style.attention(cell);
      case EXPIRED ->
          report.credential().map(Configured::refreshable).orElse(false)
              ? style.good(cell)
              : style.bad(cell);
      case NONE -> style.faint(cell);
    };
  }

  private static Optional<String> problem(Row row) {
    return Optional.ofNullable(row.problem())
        .map(
            e ->
                e.getMessage() + Hint.of(e.hint()).lines().map(hint -> " Try: " + hint).orElse(""));
  }

  /** The widest column gives way first; where that is not enough, the store and the kind go. */
  private static int[] widths(List<List<String>> cells, int columns) {
    int[] widths = new int[TITLES.size()];
    for (List<String> row : cells) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    for (int dropped : new int[] {3, 2}) {
      if (columns < 60 && total(widths) > columns) {
        widths[dropped] = 0;
      }
    }
    while (total(widths) > columns) {
      int widest = 0;
      for (int i = 0; i < widths.length - 1; i++) {
        widest = widths[i] > widths[widest] ? i : widest;
      }
      if (widths[widest] <= LEAST) {
        break;
      }
      widths[widest]--;
    }
    return widths;
  }

  private static int total(int[] widths) {
    int total = -GAP;
    for (int width : widths) {
      total += width == 0 ? 0 : width + GAP;
    }
    return total;
  }

  private static String clip(String text, int width) {
    return text.length() <= width ? text : text.substring(0, width - 1) + "…";
  }

  /**
   * What to do where nothing is there yet.
   *
   * @param style the colours
   * @return lines
   */
  public static String firstRun(Style style) {
    return """
        Nothing is logged in on this machine yet.

          %s           choose a service and log in
          %s    the services there are
          %s            everything else
        """
        .formatted(
            style.accent("keyfob login"),
            style.accent("keyfob profile list"),
            style.accent("keyfob help"));
  }
}
