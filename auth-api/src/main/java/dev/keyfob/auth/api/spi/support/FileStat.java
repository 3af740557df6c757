package dev.keyfob.auth.api.spi.support;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a Unix file system says of a file, in numbers. The JDK's posix view looks up the names of
 * user and group instead, which costs every command two readings of the user database for each
 * file, and may hang on a directory service.
 *
 * @param mode the type and the permissions
 * @param uid the owner
 */
record FileStat(int mode, int uid) {
  private static final int TYPE = 0170000;
  private static final int LINK = 0120000;
  private static final int REGULAR = 0100000;
  private static final int DIRECTORY = 0040000;
  private static final int STICKY = 01000;
  private static final int PERMISSIONS = 0777;

  /** Whether this can be asked about a file. */
  static boolean isSupported(Path path) {
    return path.getFileSystem().supportedFileAttributeViews().contains("unix");
  }

  /** Looks at a file or a directory, not through a symbolic link; null if there is none. */
  static @Nullable FileStat of(Path path) throws IOException {
    try {
      return read(path, LinkOption.NOFOLLOW_LINKS);
    } catch (NoSuchFileException e) {
      return null;
    }
  }

  static FileStat read(Path path, LinkOption... options) throws IOException {
    Map<String, Object> found = Files.readAttributes(path, "unix:mode,uid", options);
    if (found.get("mode") instanceof Integer mode && found.get("uid") instanceof Integer uid) {
      return new FileStat(mode, uid);
    }
    throw new IOException("the file system does not tell whose it is");
  }

  /** Whether it belongs to root, who can change every file in any case. */
  boolean isRoots() {
    return uid == 0;
  }

  boolean isLink() {
    return (mode & TYPE) == LINK;
  }

  boolean isRegular() {
    return (mode & TYPE) == REGULAR;
  }

  boolean isDirectory() {
    return (mode & TYPE) == DIRECTORY;
  }

  /** Whether it is a place where everybody may put things, such as {@code /tmp}. */
  boolean isSharedByAll() {
    return isDirectory() && (mode & STICKY) != 0;
  }

  /** Whether it grants none but the given permissions. */
  boolean isWithin(int permissions) {
    return (mode & PERMISSIONS & ~permissions) == 0;
  }

  /** Whether it grants any of the given permissions. */
  boolean grants(int permissions) {
    return (mode & permissions) != 0;
  }
}
