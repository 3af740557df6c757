package dev.keyfob.auth.api.spi.support;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Who this process runs as, in the file system's terms. */
final class CurrentUser {
  private static final Path SELF = Path.of("/proc/self");

  private CurrentUser() {}

  /** Whether this process is root's, where that can be told. */
  static boolean isRoot() throws IOException {
    try {
      return FileStat.read(SELF).isRoots();
    } catch (NoSuchFileException e) {
      return "root".equals(System.getProperty("user.name"));
    }
  }

  /**
   * Whether a file is this user's.
   *
   * @param path the file
   * @param stat what {@link FileStat#of} says of it
   */
  static boolean owns(Path path, FileStat stat) throws IOException {
    try {
      // The JDK has no call for it; on Linux the process's own entry says it even without a passwd.
      return FileStat.read(SELF).uid() == stat.uid();
    } catch (NoSuchFileException e) {
      return Files.getOwner(path, LinkOption.NOFOLLOW_LINKS)
          .equals(
              path.getFileSystem()
                  .getUserPrincipalLookupService()
                  .lookupPrincipalByName(System.getProperty("user.name")));
    }
  }
}
