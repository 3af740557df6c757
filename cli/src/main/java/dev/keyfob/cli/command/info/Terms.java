package dev.keyfob.cli.command.info;

import java.util.LinkedHashMap;
import java.util.Map;

/** Terms in one column and what they mean in another, wrapped for a terminal of 80 columns. */
final class Terms {
  private static final int WIDTH = 80;
  private static final int INDENT = 2;
  private static final int GAP = 2;
  private static final int MIN_COLUMN = 16;
  private static final int MAX_COLUMN = 30;

  private final Map<String, String> meanings = new LinkedHashMap<>();

  void add(String term, String meaning) {
    meanings.put(term, meaning);
  }

  /** The lines, each ended by a line feed. A term that is too long has a line of its own. */
  @Override
  public String toString() {
    int column = MIN_COLUMN;
    for (String term : meanings.keySet()) {
      column = term.length() > MAX_COLUMN ? column : Math.max(column, term.length());
    }
    int start = INDENT + column + GAP;
    StringBuilder text = new StringBuilder();
    meanings.forEach(
        (term, meaning) -> {
          StringBuilder line = new StringBuilder().repeat(' ', INDENT).append(term);
          if (line.length() > start - GAP) {
            text.append(line).append('\n');
            line.setLength(0);
          }
          line.repeat(' ', start - line.length());
          for (String word : meaning.split(" ", -1)) {
            if (line.length() + word.length() > WIDTH) {
              text.append(line.toString().stripTrailing()).append('\n');
              line.setLength(0);
              line.repeat(' ', start);
            }
            line.append(word).append(' ');
          }
          text.append(line.toString().stripTrailing()).append('\n');
        });
    return text.toString();
  }
}
