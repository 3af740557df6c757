package dev.keyfob.store.file;

import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.Notices;
import dev.keyfob.auth.api.spi.FileFailure;
import dev.keyfob.auth.api.spi.OwnerOnly;
import java.io.FileInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Reads the file of a document after a look at whose it is. */
final class DocumentFile {
  /** No credential comes near this; whatever does is not read into memory. */
  static final int MAX_BYTES = 1 << 20;

  private DocumentFile() {}

  /**
   * Reads a file.
   *
   * @return its content, one byte more than {@link #MAX_BYTES} if it is larger; null if there is
   *     none
   * @throws AuthException.StoreUnavailable if it cannot be read or must not be trusted
   */
  static byte @Nullable [] read(Path file, Notices notices) {
    if (!OwnerOnly.requireFile(file, notices)) {
      return null;
    }
    try {
      return content(file);
    } catch (NoSuchFileException e) {
      return null; // gone since we looked
    } catch (IOException e) {
      throw new AuthException.StoreUnavailable(
          "Cannot read " + file + ": " + FileFailure.reason(e) + ".", "ls -ld " + file, e);
    }
  }

  /** The old stream opens a file in a tenth of a channel's time, which every command waits for. */
  private static byte[] content(Path file) throws IOException {
    try (InputStream in = new FileInputStream(file.toFile())) {
      return in.readNBytes(MAX_BYTES + 1);
    } catch (FileNotFoundException e) {
      // It says so whatever the reason was; the channel tells.
      try (InputStream in = Files.newInputStream(file)) {
        return in.readNBytes(MAX_BYTES + 1);
      }
    }
  }
}
