package dev.keyfob.auth.api.internal.profile;

import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.spi.support.SafeFileName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/**
 * The file of a profile. People write these files by hand and name them as they name the profile,
 * capitals too; only what a file system would misread is encoded ({@link SafeFileName}).
 */
final class ProfileFile {
  static final String EXTENSION = ".json";

  private ProfileFile() {}

  /** Where a profile is, or would be. */
  static Path toRead(Path directory, String name) {
    Path encoded = directory.resolve(SafeFileName.of(name) + EXTENSION);
    if (!hasCapitals(name)) {
      return encoded;
    }
    Path plain = directory.resolve(name + EXTENSION);
    return isThere(plain) || !(exists(plain) || exists(encoded)) ? plain : encoded;
  }

  /**
   * Where a profile is to be written.
   *
   * @throws AuthException.Misconfigured if it would replace one whose name differs in capitals, in
   *     a file system that does not tell the two apart
   */
  static Path toWrite(Path directory, String name) {
    Path file = toRead(directory, name);
    if (hasCapitals(name) && !exists(file) && exists(directory.resolve(name + EXTENSION))) {
      throw AuthException.usage(
          "The file system takes "
              + name
              + EXTENSION
              + " for a file that is there, of a profile whose name differs in capitals only.",
          "keyfob profile list");
    }
    return file;
  }

  /** The profile that a file holds, without its extension; empty if it is none of ours. */
  static Optional<String> name(String stem) {
    return SafeFileName.decode(stem).or(() -> Optional.of(stem).filter(ProfileFile::hasCapitals));
  }

  /** Whether capitals are all that keeps a name from being a file name as it is. */
  private static boolean hasCapitals(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return !lower.equals(name)
        && lower.length() == name.length()
        && SafeFileName.of(lower).equals(lower)
        && name.chars().allMatch(c -> c < 0x80);
  }

  private static boolean exists(Path file) {
    return Files.exists(file, LinkOption.NOFOLLOW_LINKS);
  }

  /** Whether there is a file of exactly that name. */
  private static boolean isThere(Path file) {
    try {
      return exists(file)
          && String.valueOf(file.toRealPath(LinkOption.NOFOLLOW_LINKS).getFileName())
              .equals(String.valueOf(file.getFileName()));
    } catch (IOException e) {
      return false;
    }
  }
}
