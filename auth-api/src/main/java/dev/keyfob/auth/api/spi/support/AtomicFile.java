package dev.keyfob.auth.api.spi.support;

import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.stability.Evolving;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Objects;
import java.util.Set;

/**
 * Writes a file so that, whatever happens at whatever moment, it holds the whole old or the whole
 * new content, and the new one for good once {@link #write} has returned.
 *
 * <p>A temporary file in the same directory, 0600 from its creation, is filled and synced, renamed
 * over the old one, and then the directory is synced. Each step is a method of its own, so that
 * tests can break it between any two.
 *
 * <p>Temporary files have a few fixed names for each target. Whatever has such a name already, be
 * it a killed writer's or somebody's symbolic link, is passed over and never opened. So what killed
 * writers leave is found without reading a directory of ten thousand accounts.
 */
@Evolving
public final class AtomicFile {
  private static final int TEMPORARIES = 16;

  private AtomicFile() {}

  /**
   * Replaces a file's content. Blocks for the disk, and is not stopped by an interrupt: what is
   * written may be the only copy of a session.
   *
   * @param target an absolute path in a directory that exists
   * @param content the whole new content
   * @throws AuthException.StoreUnavailable if it was not written; the old content is still there
   */
  public static void write(Path target, byte[] content) {
    boolean interrupted = Thread.interrupted();
    try {
      while (!replace(target, content)) {
        interrupted |= Thread.interrupted();
      }
      syncDirectory(directory(target));
    } catch (IOException e) {
      throw unavailable("Cannot write " + target, target, e);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /**
   * Makes sure that {@link #write} would find a directory that it may write to, and room on the
   * disk, by writing as much beside the target and removing it again. What is written has a name of
   * its own, which the next caller takes over: killed callers leave no more than one file, and take
   * no temporary name from the writers.
   *
   * @param target an absolute path in a directory that exists
   * @param size the number of bytes
   * @throws AuthException.StoreUnavailable if it would not
   */
  public static void requireWritable(Path target, int size) {
    try {
      Files.deleteIfExists(fill(createProbe(target), new byte[size]));
    } catch (IOException e) {
      throw unavailable("Cannot write " + target, target, e);
    }
  }

  /**
   * Removes a file for good, and what killed writers have left beside it. Only for callers who are
   * the only writer.
   *
   * @param target an absolute path
   * @return whether there was one
   * @throws AuthException.StoreUnavailable if it could not be removed
   */
  public static boolean delete(Path target) {
    sweep(target);
    try {
      boolean existed = Files.deleteIfExists(target);
      if (existed) {
        syncDirectory(directory(target));
      }
      return existed;
    } catch (IOException e) {
      throw unavailable("Cannot remove " + target, target, e);
    }
  }

  /**
   * Gives a file another name for good.
   *
   * @param target an absolute path
   * @param newName a path in the same directory, where nothing is
   * @throws AuthException.StoreUnavailable if it still has the old one
   */
  public static void move(Path target, Path newName) {
    try {
      Files.move(target, newName, StandardCopyOption.ATOMIC_MOVE);
      syncDirectory(directory(target));
    } catch (IOException e) {
      throw unavailable("Cannot rename " + target, target, e);
    }
  }

  /**
   * Removes what killed writers have left beside a file. Only for callers who are the only writer.
   *
   * @param target the file
   */
  public static void sweep(Path target) {
    for (int i = 0; i < TEMPORARIES; i++) {
      removeQuietly(temporary(target, i));
    }
    removeQuietly(probe(target));
  }

  private static void removeQuietly(Path leftover) {
    try {
      Files.deleteIfExists(leftover);
    } catch (IOException e) {
      // it is owner-only rubbish; a later writer tries again
    }
  }

  /** Whether it was done; false if an interrupt has closed the channel. */
  private static boolean replace(Path target, byte[] content) throws IOException {
    try {
      rename(fill(create(target), content), target);
      return true;
    } catch (ClosedByInterruptException e) {
      return false;
    }
  }

  private record Temporary(Path path, FileChannel channel) {}

  /** Makes an empty file, 0600, under the first temporary name that is free. */
  private static Temporary create(Path target) throws IOException {
    for (int i = 0; ; i++) {
      Path path = temporary(target, i);
      try {
        return create(target, path);
      } catch (FileAlreadyExistsException e) {
        if (i == TEMPORARIES - 1) {
          throw new IOException("there are " + TEMPORARIES + " temporary files beside it", e);
        }
      }
    }
  }

  /** Whoever is probing at this moment goes on with a file that has lost its name. */
  private static Temporary createProbe(Path target) throws IOException {
    Path path = probe(target);
    for (int i = 0; ; i++) {
      Files.deleteIfExists(path);
      try {
        return create(target, path);
      } catch (FileAlreadyExistsException e) {
        if (i == TEMPORARIES - 1) {
          throw e;
        }
      }
    }
  }

  private static Temporary create(Path target, Path path) throws IOException {
    return new Temporary(
        path,
        FileChannel.open(
            path,
            Set.of(
                StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS),
            OwnerOnly.fileAttributes(directory(target))));
  }

  private static Path fill(Temporary temporary, byte[] content) throws IOException {
    try (FileChannel channel = temporary.channel()) {
      ByteBuffer rest = ByteBuffer.wrap(content);
      while (rest.hasRemaining()) {
        channel.write(rest);
      }
      sync(channel);
    } catch (IOException e) {
      Files.deleteIfExists(temporary.path());
      throw e;
    }
    return temporary.path();
  }

  private static void sync(FileChannel channel) throws IOException {
    channel.force(true);
  }

  /** The temporary name is free for the next writer once this has worked: nobody may delete it. */
  private static void rename(Path temporary, Path target) throws IOException {
    try {
      Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException e) {
      Files.deleteIfExists(temporary);
      throw new IOException("the file system cannot replace files atomically", e);
    } catch (IOException e) {
      Files.deleteIfExists(temporary);
      throw e;
    }
  }

  private static void syncDirectory(Path directory) {
    if (!directory.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      return; // Windows has no such thing and needs none
    }
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    } catch (IOException e) {
      // Some network file systems refuse this. The new content is in place: to report a failure now
      // would make the caller withdraw what is stored.
    }
  }

  private static Path temporary(Path target, int number) {
    return directory(target).resolve("." + target.getFileName() + "." + number + ".tmp");
  }

  private static Path probe(Path target) {
    return directory(target).resolve("." + target.getFileName() + ".probe");
  }

  private static Path directory(Path target) {
    return Objects.requireNonNull(target.getParent());
  }

  private static AuthException unavailable(String what, Path target, IOException cause) {
    String reason = FileFailure.reason(cause);
    String look = reason.startsWith("no space") ? "df -h " : "ls -ld ";
    return new AuthException.StoreUnavailable(
        what + ": " + reason + ".", look + directory(target), cause);
  }
}
