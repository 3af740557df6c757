package dev.keyfob.auth.api.spi.support;

import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.ErrorCode;
import dev.keyfob.auth.api.Notices;
import dev.keyfob.auth.api.stability.Evolving;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Files and directories that nobody but their owner can open. On a file system without POSIX
 * permissions the directory of the user's profile is what protects them. Safe for use by many
 * threads.
 */
@Evolving
public final class OwnerOnly {
  private static final int FILE = 0600;
  private static final int DIRECTORY = 0700;
  private static final int WRITABLE_BY_OTHERS = 0022;
  private static final int OPEN_TO_OTHERS = 0077;
  private static final int WRITABLE_BY_ALL = 0002;

  /** What is wrong with a file or a directory that only its owner should be able to open. */
  public enum Exposure {
    /** Nothing: it is this user's own and closed to others, or does not exist. */
    NONE,
    /** It is a symbolic link. */
    LINK,
    /** It belongs to another user. */
    FOREIGN,
    /** It is a directory where all users may put things, such as {@code /tmp}. */
    SHARED,
    /** Others may write to it. */
    WRITABLE,
    /** Others may read or enter it, but not write to it. */
    READABLE
  }

  private OwnerOnly() {}

  /**
   * Whether a file system has owners and permissions of the Unix kind.
   *
   * @param path a path in the file system
   * @return false where {@link #exposure} cannot be told
   */
  public static boolean hasPermissions(Path path) {
    return FileStat.isSupported(path);
  }

  /**
   * What is wrong with a file or a directory. Nothing is changed.
   *
   * @param path the file or the directory, where {@link #hasPermissions}
   * @return the gravest that is wrong
   * @throws IOException if it cannot be told
   */
  public static Exposure exposure(Path path) throws IOException {
    FileStat found = FileStat.of(path);
    if (found == null) {
      return Exposure.NONE;
    }
    if (found.isLink()) {
      return Exposure.LINK;
    }
    if (!CurrentUser.owns(path, found)) {
      return Exposure.FOREIGN;
    }
    if (found.isSharedByAll()) {
      return Exposure.SHARED;
    }
    if (found.grants(WRITABLE_BY_OTHERS)) {
      return Exposure.WRITABLE;
    }
    return found.grants(OPEN_TO_OTHERS) ? Exposure.READABLE : Exposure.NONE;
  }

  /**
   * The attribute that makes a new file 0600 from its first moment on.
   *
   * @param directory where the file will be
   * @return the attribute; none where the file system has no such permissions
   */
  public static FileAttribute<?>[] fileAttributes(Path directory) {
    return attributes(directory, FILE);
  }

  private static FileAttribute<?>[] attributes(Path near, int mode) {
    return FileStat.isSupported(near)
        ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(permissions(mode))}
        : new FileAttribute<?>[0];
  }

  private static Set<PosixFilePermission> permissions(int mode) {
    return PosixFilePermissions.fromString(mode == FILE ? "rw-------" : "rwx------");
  }

  /**
   * Makes sure that a directory exists, is this user's and is closed to others. Missing parents are
   * made with 0700 as well; existing parents are left alone.
   *
   * @param directory an absolute path
   * @param notices receives a warning if permissions had to be tightened
   * @throws AuthException.StoreUnavailable if it cannot be made, is a symbolic link or is another
   *     user's
   */
  public static void ensureDirectory(Path directory, Notices notices) {
    try {
      if (!requireOwn(directory, DIRECTORY, notices)) {
        makeDirectory(directory);
        requireOwn(directory, DIRECTORY, notices);
      }
    } catch (IOException e) {
      throw unavailable("Cannot create the directory " + directory, directory, e);
    }
  }

  private static void makeDirectory(Path directory) throws IOException {
    Path parent = directory.getParent();
    if (parent != null && !Files.isDirectory(parent)) {
      makeDirectory(parent);
    }
    refuseToTakeOver(parent);
    try {
      Files.createDirectory(directory, attributes(directory, DIRECTORY));
    } catch (FileAlreadyExistsException e) {
      // another process was faster; what it has made is looked at like anything found there
    }
  }

  /** What root makes in another user's directory, that user can never use again. */
  private static void refuseToTakeOver(@Nullable Path parent) throws IOException {
    if (parent == null || !FileStat.isSupported(parent)) {
      return;
    }
    FileStat found = FileStat.read(parent);
    if (!found.isRoots() && !found.isSharedByAll() && CurrentUser.isRoot()) {
      throw refuse(parent, "it belongs to another user, and this is root");
    }
  }

  /**
   * Makes sure, before a file is read or replaced, that it is this user's own and closed to others.
   *
   * @param file the file
   * @param notices receives a warning if permissions had to be tightened
   * @return whether the file exists
   * @throws AuthException.StoreUnavailable if it is a symbolic link, not a file or another user's
   */
  public static boolean requireFile(Path file, Notices notices) {
    try {
      return requireOwn(file, FILE, notices);
    } catch (IOException e) {
      throw unavailable("Cannot look at " + file, file, e);
    }
  }

  /**
   * Makes sure, before something in it is read, that a directory is this user's own and closed to
   * others.
   *
   * @param directory the directory
   * @param notices receives a warning if permissions had to be tightened
   * @return whether the directory exists
   * @throws AuthException.StoreUnavailable if it is a symbolic link, not a directory or another
   *     user's
   */
  public static boolean requireDirectory(Path directory, Notices notices) {
    try {
      return requireOwn(directory, DIRECTORY, notices);
    } catch (IOException e) {
      throw unavailable("Cannot look at " + directory, directory, e);
    }
  }

  /**
   * Looks whether others could have put something into a directory or a file. Nothing is changed.
   *
   * @param path a directory or a file that exists
   * @return why they could, as a phrase; empty if only this user, or only root, can write to it
   */
  public static Optional<String> whyOthersMayWrite(Path path) {
    try {
      if (!FileStat.isSupported(path)) {
        return Files.isSymbolicLink(path) ? Optional.of("it is a symbolic link") : Optional.empty();
      }
      FileStat found = FileStat.of(path);
      if (found == null) {
        throw new NoSuchFileException(path.toString());
      }
      if (found.isLink()) {
        return Optional.of("it is a symbolic link");
      }
      if (!found.isRoots() && !CurrentUser.owns(path, found)) {
        return Optional.of("it belongs to another user");
      }
      return found.grants(WRITABLE_BY_OTHERS)
          ? Optional.of("others may write to it")
          : Optional.empty();
    } catch (IOException e) {
      return Optional.of("it cannot be looked at: " + FileFailure.reason(e));
    }
  }

  /**
   * Makes sure, before a file is obeyed that says which credential goes where, that nobody but this
   * user and root can have written it. Nothing is changed. A symbolic link is followed, and has to
   * be this user's as well.
   *
   * @param file the file
   * @param groupMay whether members of its group may write to it too
   * @return whether there is one to be read; false in a directory that is closed to this user as
   *     well
   * @throws AuthException.Misconfigured if another user may have written it
   */
  public static boolean requireTrusted(Path file, boolean groupMay) {
    if (!FileStat.isSupported(file)) {
      return Files.exists(file);
    }
    try {
      FileStat link = FileStat.of(file);
      if (link == null) {
        return false;
      }
      FileStat found = link.isLink() ? FileStat.read(file) : link;
      if (!isOurs(file, link) || !isOurs(file, found)) {
        throw distrusted(file, "it belongs to another user");
      }
      if (found.grants(groupMay ? WRITABLE_BY_ALL : WRITABLE_BY_OTHERS)) {
        throw distrusted(file, "others may write to it");
      }
      return true;
    } catch (NoSuchFileException | AccessDeniedException e) {
      return false;
    } catch (IOException e) {
      throw unavailable("Cannot look at " + file, file, e);
    }
  }

  private static boolean isOurs(Path file, FileStat found) throws IOException {
    return found.isRoots() || CurrentUser.owns(file, found);
  }

  private static AuthException distrusted(Path file, String why) {
    return new AuthException.Misconfigured(
        ErrorCode.USAGE, "Refusing to obey " + file + ": " + why + ".", "ls -ld " + file, null);
  }

  private static boolean requireOwn(Path path, int allowed, Notices notices) throws IOException {
    if (!FileStat.isSupported(path)) {
      return Files.exists(path, LinkOption.NOFOLLOW_LINKS);
    }
    FileStat found = FileStat.of(path);
    if (found == null) {
      return false;
    }
    if (found.isLink()) {
      throw refuse(path, "it is a symbolic link");
    }
    if (allowed == FILE && !found.isRegular()) {
      throw refuse(path, "it is not a regular file");
    }
    if (allowed == DIRECTORY && !found.isDirectory()) {
      throw refuse(path, "it is not a directory");
    }
    if (!CurrentUser.owns(path, found)) {
      throw refuse(path, "it belongs to another user");
    }
    if (found.isSharedByAll()) {
      throw refuse(path, "all users share it"); // to tighten it would lock them all out
    }
    if (!found.isWithin(allowed)) {
      Files.setPosixFilePermissions(path, permissions(allowed));
      notices.warn("Other users could open " + path + "; its permissions are tightened now.");
    }
    return true;
  }

  private static AuthException refuse(Path path, String why) {
    return new AuthException.StoreUnavailable(
        "Refusing to use " + path + ": " + why + ".", "ls -ld " + path, null);
  }

  private static AuthException unavailable(String what, Path path, IOException cause) {
    return new AuthException.StoreUnavailable(
        what + ": " + FileFailure.reason(cause) + ".", "ls -ld " + path, cause);
  }
}
