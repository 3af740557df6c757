package dev.keyfob.it.reliability;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;

/** An account's lock in the hands of the test, which makes a crowd of processes wait for it. */
record HeldLock(FileChannel channel, FileLock lock) implements AutoCloseable {
  static HeldLock of(Home home) {
    if (!Files.exists(home.lock())) {
      home.write(home.lock(), "");
    }
    try {
      FileChannel channel = FileChannel.open(home.lock(), StandardOpenOption.WRITE);
      return new HeldLock(channel, channel.lock());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try (channel) {
      lock.release();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
