package dev.keyfob.it.reliability;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file system of 64 KiB of its own, which only root can make. Not to be shared by threads. */
record SmallDisk(Path folder) implements AutoCloseable {
  private static final int BLOCK = 4096;

  /** Mounts one at a folder; skips the test where that is not allowed. */
  static SmallDisk at(Path folder) {
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Machine.Outcome outcome =
        Machine.run("mount", "-t", "tmpfs", "-o", "size=64k,mode=0700", "tmpfs", folder.toString());
    if (outcome.exitCode() != 0) {
      Machine.lacks("right to mount a file system", outcome);
    }
    return new SmallDisk(folder);
  }

  /** Leaves not one block free. */
  void fill() {
    try (OutputStream filler = Files.newOutputStream(folder.resolve("filler"))) {
      while (true) {
        filler.write(new byte[BLOCK]);
      }
    } catch (IOException full) {
      // as intended
    }
  }

  void empty() {
    try {
      Files.deleteIfExists(folder.resolve("filler"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void makeReadOnly() {
    Machine.Outcome outcome = Machine.run("mount", "-o", "remount,ro", folder.toString());
    if (outcome.exitCode() != 0) {
      throw new AssertionError("not mounted read-only: " + outcome.output());
    }
  }

  @Override
  public void close() {
    Machine.run("umount", "-l", folder.toString());
  }
}
