package dev.keyfob.cli.output;

import dev.keyfob.cli.system.SystemEnvironment;

/** How wide output may be. */
public final class Columns {
  /** What is assumed where nothing tells. */
  public static final int DEFAULT = 80;

  private static final int LEAST = 40;
  private static final int MOST = 200;

  private Columns() {}

  /**
   * Of standard output: {@code COLUMNS}, else what the terminal says, else 80; never less than 40
   * nor more than 200.
   *
   * @param system tells
   * @return the columns
   */
  public static int of(SystemEnvironment system) {
    return of(system, system.tty().out());
  }

  /**
   * The same of standard error, where a person is talked to.
   *
   * @param system tells
   * @return the columns
   */
  public static int ofErrors(SystemEnvironment system) {
    return of(system, system.tty().err());
  }

  private static int of(SystemEnvironment system, boolean terminal) {
    String told = system.environment().getOrDefault("COLUMNS", "").strip();
    int columns =
        told.matches("[1-9][0-9]{0,4}")
            ? Integer.parseInt(told)
            : terminal ? system.tty().columns() : DEFAULT;
    return Math.clamp(columns <= 0 ? DEFAULT : columns, LEAST, MOST);
  }
}
