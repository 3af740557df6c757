package dev.keyfob.store.file;

import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.Notices;
import dev.keyfob.auth.api.spi.support.AtomicFile;
import dev.keyfob.auth.api.spi.support.FileFailure;
import dev.keyfob.auth.api.spi.support.OwnerOnly;
import java.io.FileInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The file of one document, touched only after a look at whose it is.
 *
 * @param path the file
 * @param directories those that must be this user's alone, outermost first; none for another tool's
 * @param notices hears of permissions that had to be tightened
 */
record DocumentFile(Path path, List<Path> directories, Notices notices) {
  /** No credential comes near this; whatever does is not read into memory. */
  static final int MAX_BYTES = 1 << 20;

  /**
   * Reads the file.
   *
   * @return its content, one byte more than {@link #MAX_BYTES} if it is larger; null if there is
   *     none
   * @throws AuthException.StoreUnavailable if it cannot be read or must not be trusted
   */
  byte @Nullable [] read() {
    if (!exists()) {
      return null;
    }
    try {
      return content();
    } catch (NoSuchFileException e) {
      return null; // gone since we looked
    } catch (IOException e) {
      throw unavailable("Cannot read ", e);
    }
  }

  /** The old stream opens a file in a tenth of a channel's time, which every command waits for. */
  private byte[] content() throws IOException {
    try (InputStream in = new FileInputStream(path.toFile())) {
      return in.readNBytes(MAX_BYTES + 1);
    } catch (FileNotFoundException e) {
      // It says so whatever the reason was; the channel tells.
      try (InputStream in = Files.newInputStream(path)) {
        return in.readNBytes(MAX_BYTES + 1);
      }
    }
  }

  /**
   * Whether there is such a file.
   *
   * @throws AuthException.StoreUnavailable if there is one that must not be trusted
   */
  boolean exists() {
    if (!OwnerOnly.requireFile(path, notices)) {
      return false;
    }
    // An absent file is the common case, and where it is absent from does not matter.
    for (Path directory : directories) {
      OwnerOnly.requireDirectory(directory, notices);
    }
    notices.trace(() -> "reading " + path);
    return true;
  }

  /** Makes the directories, and looks at the file that is going to be replaced. */
  void prepare() {
    for (Path directory : directories) {
      OwnerOnly.ensureDirectory(directory, notices);
    }
    Path parent = path.getParent();
    if (directories.isEmpty() && parent != null && !Files.isDirectory(parent)) {
      OwnerOnly.ensureDirectory(parent, notices); // another tool's, which has not run yet
    }
    OwnerOnly.requireFile(path, notices);
  }

  /** Replaces the file, after {@link #prepare}. */
  void write(byte[] content) {
    AtomicFile.sweep(path);
    AtomicFile.write(path, content);
  }

  /** Makes sure, after {@link #prepare}, that there is room for a content of some size. */
  void requireRoom(int size) {
    AtomicFile.requireWritable(path, size);
  }

  boolean delete() {
    return exists() && AtomicFile.delete(path);
  }

  /** Gives the file a name under which nobody looks for it; null if there is none. */
  @Nullable Path moveAside() {
    if (!exists()) {
      return null;
    }
    Path place = asidePlace();
    AtomicFile.move(path, place);
    return place;
  }

  /** The time in its name is that of the damage, as far as the file system knows. */
  private Path asidePlace() {
    String time;
    try {
      time =
          Files.getLastModifiedTime(path, LinkOption.NOFOLLOW_LINKS)
              .toInstant()
              .truncatedTo(ChronoUnit.SECONDS)
              .toString();
    } catch (IOException e) {
      throw unavailable("Cannot look at ", e);
    }
    String name = path.getFileName() + ".corrupt-" + time.replace(":", "").replace("-", "");
    Path place = path.resolveSibling(name);
    for (int i = 2; Files.exists(place, LinkOption.NOFOLLOW_LINKS); i++) {
      place = path.resolveSibling(name + "-" + i);
    }
    return place;
  }

  private AuthException unavailable(String what, IOException cause) {
    return new AuthException.StoreUnavailable(
        what + path + ": " + FileFailure.reason(cause) + ".", "ls -ld " + path, cause);
  }
}
