package dev.keyfob.it.reliability;

import java.nio.file.Path;
import java.util.Objects;

/**
 * The steps of a renewal as the operating system sees them. Each names the system call before which
 * the process is killed.
 */
enum Step {
  OPEN_LOCK_FILE("openat", 1, Left.NOTHING),
  TAKE_LOCK("fcntl", 1, Left.NOTHING),
  READ_UNDER_LOCK("openat", 2, Left.NOTHING),
  OPEN_PROBE("openat", 1, Left.NOTHING),
  WRITE_PROBE("write", 1, Left.NOTHING),
  SYNC_PROBE("fsync", 1, Left.NOTHING),
  OPEN_TEMPORARY("openat", 1, Left.SPENT),
  WRITE_TEMPORARY("write", 1, Left.SPENT),
  SYNC_TEMPORARY("fsync", 1, Left.SPENT),
  RENAME("rename", 1, Left.SPENT),
  SYNC_DIRECTORY("fsync", 1, Left.STORED),
  FREE_LOCK("fcntl", 2, Left.STORED);

  /** What a kill at this step leaves behind. */
  enum Left {
    /** The refresh token has not been sent. */
    NOTHING,
    /** The refresh token is spent and its successor lost: the window that cannot be closed. */
    SPENT,
    /** The new session is stored. */
    STORED
  }

  private final String call;
  private final int when;
  private final Left left;

  Step(String call, int when, Left left) {
    this.call = call;
    this.when = when;
    this.left = left;
  }

  String call() {
    return call;
  }

  /** Which of the renewing thread's calls on that file it is. */
  int when() {
    return when;
  }

  Left left() {
    return left;
  }

  Path file(Home home) {
    Path document = home.document();
    return switch (this) {
      case OPEN_LOCK_FILE, TAKE_LOCK, FREE_LOCK -> home.lock();
      case READ_UNDER_LOCK -> document;
      case OPEN_PROBE, WRITE_PROBE, SYNC_PROBE -> document.resolveSibling(".default.json.probe");
      case OPEN_TEMPORARY, WRITE_TEMPORARY, SYNC_TEMPORARY, RENAME ->
          document.resolveSibling(".default.json.0.tmp");
      case SYNC_DIRECTORY -> Objects.requireNonNull(document.getParent());
    };
  }
}
