package dev.keyfob.cli.output;

import dev.keyfob.cli.system.SafeText;
import java.util.ArrayList;
import java.util.List;

/** Rows whose first column is as wide as its longest entry. For one thread. */
public final class Table {
  private static final int GAP = 2;

  private final String indent;
  private final List<String> names = new ArrayList<>();
  private final List<String> values = new ArrayList<>();
  private int widest;

  /**
   * Starts a table.
   *
   * @param indent what every row starts with
   */
  public Table(String indent) {
    this.indent = indent;
  }

  /**
   * Adds a row.
   *
   * @param name the first column
   * @param value the second; a blank one leaves the first as a heading
   */
  public void row(String name, String value) {
    String safeName = SafeText.line(name);
    names.add(safeName);
    values.add(SafeText.line(value));
    if (!value.isEmpty()) {
      widest = Math.max(widest, safeName.length());
    }
  }

  /** The rows, each ended by a line feed. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < names.size(); i++) {
      text.append(indent).append(names.get(i));
      if (!values.get(i).isEmpty()) {
        text.repeat(' ', widest + GAP - names.get(i).length()).append(values.get(i));
      }
      text.append('\n');
    }
    return text.toString();
  }
}
