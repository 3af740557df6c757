package dev.keyfob.auth.api.spi;

import dev.keyfob.auth.api.AuthException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Objects;
import java.util.Set;

/**
 * Writes a file so that, whatever happens at whatever moment, it holds the whole old or the whole
 * new content, and the new one for good once {@link #write} has returned.
 *
 * <p>A temporary file in the same directory, 0600 from its creation, is filled and synced, renamed
 * over the old one, and then the directory is synced. Each step is a method of its own, so that
 * tests can break it between any two.
 */
public final class AtomicFile {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final String SUFFIX = ".tmp";

  private AtomicFile() {}

  /**
   * Replaces a file's content. Blocks for the disk.
   *
   * @param target an absolute path in a directory that exists
   * @param content the whole new content
   * @throws AuthException.StoreUnavailable if it was not written; the old content is still there
   */
  public static void write(Path target, byte[] content) {
    Path directory = Objects.requireNonNull(target.getParent());
    Path temporary = directory.resolve(temporaryPrefix(target) + randomPart() + SUFFIX);
    try {
      try {
        fill(temporary, content);
        rename(temporary, target);
      } finally {
        Files.deleteIfExists(temporary);
      }
      syncDirectory(directory);
    } catch (IOException e) {
      throw new AuthException.StoreUnavailable(
          "Cannot write " + target + ": " + FileFailure.reason(e) + ".", "ls -ld " + directory, e);
    }
  }

  /**
   * Removes what a killed writer has left beside a file. Only for callers who are the only writer.
   *
   * @param target the file
   */
  public static void sweep(Path target) {
    String prefix = temporaryPrefix(target);
    Path directory = Objects.requireNonNull(target.getParent());
    try (DirectoryStream<Path> leftovers =
        Files.newDirectoryStream(
            directory, path -> path.getFileName().toString().startsWith(prefix))) {
      for (Path leftover : leftovers) {
        Files.deleteIfExists(leftover);
      }
    } catch (IOException e) {
      // it is owner-only rubbish; a later writer tries again
    }
  }

  private static void fill(Path temporary, byte[] content) throws IOException {
    Path directory = Objects.requireNonNull(temporary.getParent());
    try (FileChannel channel =
        FileChannel.open(
            temporary,
            Set.of(
                StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS),
            OwnerOnly.fileAttributes(directory))) {
      ByteBuffer rest = ByteBuffer.wrap(content);
      while (rest.hasRemaining()) {
        channel.write(rest);
      }
      sync(channel);
    }
  }

  private static void sync(FileChannel channel) throws IOException {
    channel.force(true);
  }

  private static void rename(Path temporary, Path target) throws IOException {
    try {
      Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException e) {
      throw new IOException("the file system cannot replace files atomically", e);
    }
  }

  private static void syncDirectory(Path directory) throws IOException {
    if (!directory.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      return; // Windows has no such thing and needs none
    }
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  private static String temporaryPrefix(Path target) {
    return "." + target.getFileName() + ".";
  }

  private static String randomPart() {
    byte[] random = new byte[8];
    RANDOM.nextBytes(random);
    return HexFormat.of().formatHex(random);
  }
}
