package dev.keyfob.cli.system;

/** Which of the standard streams are terminals. */
public interface Tty {
  /**
   * Standard input.
   *
   * @return true for a terminal
   */
  boolean in();

  /**
   * Standard output.
   *
   * @return true for a terminal
   */
  boolean out();

  /**
   * Standard error.
   *
   * @return true for a terminal
   */
  boolean err();

  /**
   * How wide the terminal is. May ask another program.
   *
   * @return columns; 0 if nobody can say
   */
  default int columns() {
    return 0;
  }
}
