package dev.keyfob.auth.api.internal.file;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * Locks among all threads of the virtual machine, even where several class loaders have each a copy
 * of this library: a static field of one copy is unknown to the others. So the state is where there
 * is one of it whatever the loader, in system properties, and the monitor of each lock is an
 * interned string. Strings alone, because whoever lists or stores system properties expects no
 * other type.
 */
final class ProcessWideLock {
  private static final String PREFIX = "dev.keyfob.lock:";

  private ProcessWideLock() {}

  /**
   * Waits for a lock.
   *
   * @param file what is locked, by its real path
   * @param nanos how long to wait
   * @return whether it is held now
   * @throws IllegalStateException if this thread holds it already
   */
  @SuppressWarnings("SynchronizeOnNonFinalField") // all that have the name have the same object
  static boolean acquire(Path file, long nanos) throws InterruptedException {
    String name = name(file);
    String thread = Long.toString(Thread.currentThread().threadId());
    long deadline = System.nanoTime() + nanos;
    synchronized (name) {
      if (thread.equals(System.getProperty(name))) {
        throw new IllegalStateException("this thread holds the lock of " + file + " already");
      }
      while (System.getProperty(name) != null) {
        long left = deadline - System.nanoTime();
        if (left <= 0) {
          return false;
        }
        TimeUnit.NANOSECONDS.timedWait(name, left);
      }
      System.setProperty(name, thread);
      return true;
    }
  }

  /** Whether this thread holds it. */
  static boolean isHeld(Path file) {
    return Long.toString(Thread.currentThread().threadId()).equals(System.getProperty(name(file)));
  }

  static void release(Path file) {
    String name = name(file);
    synchronized (name) {
      System.clearProperty(name);
      name.notifyAll();
    }
  }

  private static String name(Path file) {
    return (PREFIX + file).intern();
  }
}
