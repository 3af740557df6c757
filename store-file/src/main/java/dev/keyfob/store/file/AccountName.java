package dev.keyfob.store.file;

import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.spi.support.AtomicFile;
import dev.keyfob.auth.api.spi.support.FileFailure;
import dev.keyfob.auth.api.spi.support.SafeFileName;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The name of the account that a file belongs to. A name too long for a file name is digested
 * there, and kept whole in a small file beside the document.
 */
final class AccountName {
  private static final String EXTENSION = ".name";

  private AccountName() {}

  /** Reads the name off a document's file name, or off the file beside it. */
  static Optional<String> of(Path file) {
    String name = file.getFileName().toString();
    if (!name.endsWith(DocumentPaths.EXTENSION)) {
      return Optional.empty();
    }
    String stem = stem(file);
    return SafeFileName.decode(stem).or(() -> readBeside(file, stem));
  }

  /** Makes sure that {@link #of} will find the name. */
  static void remember(String account, Path file) {
    if (SafeFileName.isShortened(stem(file))
        && !Files.exists(beside(file), LinkOption.NOFOLLOW_LINKS)) {
      AtomicFile.write(beside(file), account.getBytes(StandardCharsets.UTF_8));
    }
  }

  /** Removes the file beside a document that is gone. */
  static void forget(Path file) {
    if (SafeFileName.isShortened(stem(file))) {
      AtomicFile.delete(beside(file));
    }
  }

  private static Optional<String> readBeside(Path file, String stem) {
    Path beside = beside(file);
    if (!Files.isRegularFile(beside, LinkOption.NOFOLLOW_LINKS)) {
      return Optional.empty();
    }
    try {
      String account = new String(Files.readAllBytes(beside), StandardCharsets.UTF_8);
      return Optional.of(account).filter(name -> SafeFileName.of(name).equals(stem));
    } catch (IOException e) {
      throw new AuthException.StoreUnavailable(
          "Cannot read " + beside + ": " + FileFailure.reason(e) + ".", "ls -ld " + beside, e);
    }
  }

  private static Path beside(Path file) {
    return file.resolveSibling(stem(file) + EXTENSION);
  }

  private static String stem(Path file) {
    String name = file.getFileName().toString();
    return name.substring(0, name.length() - DocumentPaths.EXTENSION.length());
  }
}
