package dev.keyfob.cli.system;

/** The keyboard of a terminal, key by key and without echo, until it is closed. For one thread. */
public interface Keys extends AutoCloseable {
  /** Nothing will come any more. */
  int END = -1;

  /** No key was pressed in time. */
  int NONE = -2;

  /** The window has changed its size. */
  int RESIZED = -3;

  /**
   * Waits for a key.
   *
   * @param millis how long, 0 for as long as it takes
   * @return a UTF-16 unit, {@link #END}, {@link #NONE} or {@link #RESIZED}
   */
  int read(long millis);

  /**
   * The width of the window.
   *
   * @return columns, at least 1
   */
  int columns();

  /**
   * The height of the window.
   *
   * @return rows, at least 1
   */
  default int rows() {
    return 24;
  }

  /** Gives the terminal back as it was. */
  @Override
  void close();
}
