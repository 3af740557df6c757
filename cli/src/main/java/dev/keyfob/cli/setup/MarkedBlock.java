package dev.keyfob.cli.setup;

import java.util.List;

/**
 * Lines between two comments, in files whose comments begin with a hash.
 *
 * @param name tells one block from another
 */
record MarkedBlock(String name) {
  String begin() {
    return "# >>> keyfob " + name + " >>>";
  }

  private String end() {
    return "# <<< keyfob " + name + " <<<";
  }

  /** What to add at the end of a file. */
  JsonEdit.Insertion add(String text, String lines) {
    String gap = text.isEmpty() || text.endsWith("\n") ? "" : "\n";
    return new JsonEdit.Insertion(
        text.length(), gap + begin() + "\n" + lines.stripTrailing() + "\n" + end() + "\n");
  }

  boolean isIn(String text) {
    return text.contains(begin());
  }

  /** The two comments. */
  List<String> marks() {
    return List.of(begin(), end());
  }
}
