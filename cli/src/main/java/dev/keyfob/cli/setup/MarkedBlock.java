package dev.keyfob.cli.setup;

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

  /** A file's text without the block; the same if it is not whole. */
  String remove(String text) {
    int start = text.indexOf(begin());
    int end = text.indexOf(end(), Math.max(0, start));
    if (start < 0 || end < 0) {
      return text;
    }
    int after = end + end().length();
    return text.substring(0, start)
        + text.substring(after < text.length() && text.charAt(after) == '\n' ? after + 1 : after);
  }
}
