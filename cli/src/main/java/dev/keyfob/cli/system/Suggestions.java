package dev.keyfob.cli.system;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Finds what somebody may have meant. */
public final class Suggestions {
  /** A short word is soon another one: there must be three letters for each edit. */
  private static final int FARTHEST = 2;

  private Suggestions() {}

  /** The word with the fewest edits (Levenshtein), capitals apart; null if all are far off. */
  public static @Nullable String of(String word, List<String> known) {
    @Nullable String best = null;
    int least = Math.min(FARTHEST, word.length() / 3) + 1;
    for (String candidate : known) {
      int edits = distance(word.toLowerCase(Locale.ROOT), candidate.toLowerCase(Locale.ROOT));
      if (edits < least) {
        least = edits;
        best = candidate;
      }
    }
    return best;
  }

  private static int distance(String one, String other) {
    int[] row = new int[other.length() + 1];
    for (int j = 0; j < row.length; j++) {
      row[j] = j;
    }
    for (int i = 1; i <= one.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j < row.length; j++) {
        int substituted = diagonal + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(substituted, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[other.length()];
  }
}
