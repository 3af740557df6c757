package dev.keyfob.cli;

import dev.keyfob.cli.system.Keys;

/** A keyboard whose keys were pressed before; it ends when they are used up. */
public class FakeKeys implements Keys {
  private final String pressed;
  private int next;
  private int columns = 80;
  private boolean closed;

  public FakeKeys(String pressed) {
    this.pressed = pressed;
  }

  /** A window that is narrower from its first change of size on. */
  public FakeKeys narrowing(int to) {
    columns = to;
    return this;
  }

  public boolean closed() {
    return closed;
  }

  /** A dot above stands for a change of the window's size, and ends what waits for a moment. */
  @Override
  public int read(long millis) {
    if (next == pressed.length()) {
      return millis > 0 ? NONE : END;
    }
    char key = pressed.charAt(next);
    next++;
    return key == '\u02d9' ? millis > 0 ? NONE : RESIZED : key;
  }

  @Override
  public int columns() {
    return columns;
  }

  @Override
  public void close() {
    closed = true;
  }
}
