package dev.keyfob.auth.api.internal.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;

/** Who this process runs as, in the file system's terms. */
public final class CurrentUser {
  private static final Path SELF = Path.of("/proc/self");

  private CurrentUser() {}

  /** The JDK has no call for it; on Linux the process's own entry says it even without a passwd. */
  public static UserPrincipal principal(Path near) throws IOException {
    if (Files.exists(SELF)) {
      return Files.getOwner(SELF);
    }
    return near.getFileSystem()
        .getUserPrincipalLookupService()
        .lookupPrincipalByName(System.getProperty("user.name"));
  }
}
