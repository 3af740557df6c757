package dev.keyfob.it.reliability;

import dev.keyfob.it.reliability.PostgresqlGate.Stage;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * A moment of a renewal, as the database sees it.
 *
 * @param number how many exchanges there were before
 * @param stage whether the database has heard of it
 * @param what the exchange
 */
record FleetStep(int number, Stage stage, String what) {
  /** All moments of one renewal, in their order: of one that nobody disturbs. */
  static List<FleetStep> ofARenewal(FleetBed bed) {
    List<FleetStep> steps = Collections.synchronizedList(new ArrayList<>());
    try (PostgresqlGate gate =
        PostgresqlGate.before(
            bed.server().port(),
            (number, stage, what) -> steps.add(new FleetStep(number, stage, brief(what))))) {
      FleetBed.succeed(bed.through(1, gate.port()).run("token", Home.PROFILE));
    }
    return List.copyOf(steps);
  }

  boolean isAt(int other, Stage then) {
    return number == other && stage == then;
  }

  /** What a statement is there for. */
  private static String brief(String sql) {
    if (!sql.startsWith("UPDATE keyfob_session SET ")) {
      return sql.startsWith("SELECT m.version")
          ? "read"
          : sql.startsWith("SELECT pg_notify") ? "tell" : sql;
    }
    String change = sql.substring("UPDATE keyfob_session SET ".length());
    if (change.startsWith("holder = ?")) {
      return "take the lease";
    } else if (change.startsWith("started_at")) {
      return "begin";
    } else if (change.startsWith("sealed")) {
      return "write";
    } else if (change.startsWith("holder = NULL")) {
      return "release the lease";
    }
    return "probe";
  }

  @Override
  public String toString() {
    return (stage == Stage.ASKED ? "before " : "after ") + what + " (" + number + ")";
  }
}
