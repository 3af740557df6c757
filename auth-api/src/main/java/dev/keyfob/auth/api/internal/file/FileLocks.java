package dev.keyfob.auth.api.internal.file;

import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.Notices;
import dev.keyfob.auth.api.spi.AccountLock;
import dev.keyfob.auth.api.spi.AccountLocks;
import dev.keyfob.auth.api.spi.support.FileFailure;
import dev.keyfob.auth.api.spi.support.OwnerOnly;
import dev.keyfob.auth.api.spi.support.SafeFileName;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Locks made of a lock among threads around a lock among processes.
 *
 * <p>The operating system drops a process's lock on a file when <em>any</em> of its channels on
 * that file is closed. So the lock of the whole process comes first, and only its holder ever has a
 * channel open. What protects a file lies beside that file: programs with other directories that
 * share the file share its lock. Lock files are never deleted: whoever waits on a deleted one waits
 * on nothing.
 */
public final class FileLocks implements AccountLocks {
  private static final String EXTENSION = ".lock";
  private static final long FIRST_PAUSE = TimeUnit.MILLISECONDS.toNanos(1);
  private static final long MAX_PAUSE = TimeUnit.MILLISECONDS.toNanos(25);

  private final Path directory;
  private final Notices notices;

  /**
   * Keeps lock files in a directory.
   *
   * @param directory an absolute path, made when the first lock is taken
   * @param notices receives a warning if permissions had to be tightened
   */
  public FileLocks(Path directory, Notices notices) {
    this.directory = directory;
    this.notices = notices;
  }

  @Override
  public AccountLock acquire(String name, Duration limit) {
    OwnerOnly.ensureDirectory(directory, notices);
    return acquire(inRealDirectory(directory, SafeFileName.of(name) + EXTENSION), name, limit);
  }

  @Override
  public AccountLock acquireFor(Path document, Duration limit) {
    Path parent = Objects.requireNonNull(document.getParent());
    if (!Files.isDirectory(parent)) {
      OwnerOnly.ensureDirectory(parent, notices);
    }
    return acquire(
        inRealDirectory(parent, "." + document.getFileName() + EXTENSION),
        document.toString(),
        limit);
  }

  private AccountLock acquire(Path file, String name, Duration limit) {
    long deadline = System.nanoTime() + limit.toNanos();
    try {
      if (!ProcessWideLock.acquire(file, limit.toNanos())) {
        throw new AuthException.LockTimeout(name, limit);
      }
    } catch (InterruptedException e) {
      throw interrupted(name);
    }
    boolean done = false;
    try {
      FileChannel channel = openChannel(file);
      AccountLock held = new Held(file, channel, lock(channel, name, limit, deadline));
      done = true;
      return held;
    } catch (IOException e) {
      throw new AuthException.StoreUnavailable(
          "Cannot lock " + file + ": " + FileFailure.reason(e) + ".", "ls -ld " + file, e);
    } finally {
      if (!done) {
        ProcessWideLock.release(file);
      }
    }
  }

  /** By its real path: the same file under two names would get two channels. */
  private Path inRealDirectory(Path parent, String name) {
    try {
      Path file = parent.toRealPath().resolve(name);
      OwnerOnly.requireFile(file, notices);
      return file;
    } catch (IOException e) {
      throw new AuthException.StoreUnavailable(
          "Cannot use the directory " + parent + ": " + FileFailure.reason(e) + ".",
          "ls -ld " + parent,
          e);
    }
  }

  private FileChannel openChannel(Path file) throws IOException {
    return FileChannel.open(
        file,
        Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS),
        OwnerOnly.fileAttributes(file));
  }

  private static FileLock lock(FileChannel channel, String name, Duration limit, long deadline)
      throws IOException {
    long pause = FIRST_PAUSE;
    try {
      while (true) {
        @Nullable FileLock lock = channel.tryLock();
        if (lock != null) {
          return lock;
        }
        if (System.nanoTime() - deadline >= 0) {
          throw new AuthException.LockTimeout(name, limit);
        }
        LockSupport.parkNanos(pause);
        if (Thread.currentThread().isInterrupted()) {
          throw interrupted(name);
        }
        pause = Math.min(pause * 2, MAX_PAUSE);
      }
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private static AuthException interrupted(String name) {
    Thread.currentThread().interrupt();
    return new AuthException.Cancelled("Interrupted while waiting for the lock of " + name + ".");
  }

  private static final class Held implements AccountLock {
    private final Path file;
    private final FileChannel channel;
    private final FileLock lock;

    Held(Path file, FileChannel channel, FileLock lock) {
      this.file = file;
      this.channel = channel;
      this.lock = lock;
    }

    @Override
    public void close() {
      if (!ProcessWideLock.isHeld(file) || !channel.isOpen()) {
        return;
      }
      try (channel) {
        lock.release();
      } catch (IOException e) {
        // the channel is closed all the same, and with it goes the lock
      } finally {
        ProcessWideLock.release(file);
      }
    }
  }
}
