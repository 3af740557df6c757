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
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Locks made of a lock among threads around a lock among processes.
 *
 * <p>The operating system drops a process's lock on a file when <em>any</em> of its channels on
 * that file is closed. So the threads' lock comes first, and only its holder ever has a channel
 * open. Lock files are never deleted: whoever waits on a deleted one waits on nothing.
 */
public final class FileLocks implements AccountLocks {
  // One for the whole process, because the operating system's rule is about the process.
  private static final Map<Path, ReentrantLock> THREADS = new ConcurrentHashMap<>();
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
    long deadline = System.nanoTime() + limit.toNanos();
    Path file = lockFile(name);
    ReentrantLock threads = THREADS.computeIfAbsent(file, path -> new ReentrantLock());
    if (threads.isHeldByCurrentThread()) {
      throw new IllegalStateException("this thread holds the lock of " + name + " already");
    }
    try {
      if (!threads.tryLock(limit.toNanos(), TimeUnit.NANOSECONDS)) {
        throw new AuthException.LockTimeout(name, limit);
      }
    } catch (InterruptedException e) {
      throw interrupted(name);
    }
    try {
      FileChannel channel = openChannel(file);
      return new Held(threads, channel, lock(channel, name, limit, deadline));
    } catch (IOException e) {
      threads.unlock();
      throw new AuthException.StoreUnavailable(
          "Cannot lock " + file + ": " + FileFailure.reason(e) + ".", "ls -ld " + file, e);
    } catch (RuntimeException | Error e) {
      threads.unlock();
      throw e;
    }
  }

  /** By its real path: the same file under two names would get two channels. */
  private Path lockFile(String name) {
    OwnerOnly.ensureDirectory(directory, notices);
    try {
      Path file = directory.toRealPath().resolve(SafeFileName.of(name) + ".lock");
      OwnerOnly.requireFile(file, notices);
      return file;
    } catch (IOException e) {
      throw new AuthException.StoreUnavailable(
          "Cannot use the directory " + directory + ": " + FileFailure.reason(e) + ".",
          "ls -ld " + directory,
          e);
    }
  }

  private FileChannel openChannel(Path file) throws IOException {
    return FileChannel.open(
        file,
        Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS),
        OwnerOnly.fileAttributes(directory));
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
    private final ReentrantLock threads;
    private final FileChannel channel;
    private final FileLock lock;

    Held(ReentrantLock threads, FileChannel channel, FileLock lock) {
      this.threads = threads;
      this.channel = channel;
      this.lock = lock;
    }

    @Override
    public void close() {
      if (!threads.isHeldByCurrentThread() || !channel.isOpen()) {
        return;
      }
      try (channel) {
        lock.release();
      } catch (IOException e) {
        // the channel is closed all the same, and with it goes the lock
      } finally {
        threads.unlock();
      }
    }
  }
}
