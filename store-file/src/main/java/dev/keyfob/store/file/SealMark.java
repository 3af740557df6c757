package dev.keyfob.store.file;

import dev.keyfob.auth.api.spi.support.AtomicFile;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/**
 * An empty file beside a document that says that it was sealed, so that one in the clear does not
 * take its place unnoticed: out of a backup, or put there by whoever can write to a synchronised
 * folder.
 *
 * @param document the document's file
 * @param kept whether there is such a file at all; none is put beside those of other tools
 */
record SealMark(Path document, boolean kept) {
  boolean isSet() {
    return kept && Files.exists(file(), LinkOption.NOFOLLOW_LINKS);
  }

  void set() {
    if (kept && !isSet()) {
      AtomicFile.write(file(), new byte[0]);
    }
  }

  void clear() {
    if (isSet()) {
      AtomicFile.delete(file());
    }
  }

  private Path file() {
    return document.resolveSibling("." + document.getFileName() + ".sealed");
  }
}
