package dev.keyfob.cli.output;

import dev.keyfob.auth.api.spi.support.OwnerOnly;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Set;

/** A file that {@code KEYFOB_LOG} names. That it cannot be written to is no reason to fail. */
final class LogFile {
  private final String name;
  private final Clock clock;

  LogFile(String name, Clock clock) {
    this.name = name;
    this.clock = clock;
  }

  /** Adds a line, in one write, as several processes may do at once. */
  synchronized void add(String line) {
    String entry =
        clock.instant().truncatedTo(ChronoUnit.MILLIS)
            + " "
            + ProcessHandle.current().pid()
            + " "
            + line
            + "\n";
    try {
      Path path = Path.of(name);
      try (FileChannel file =
          FileChannel.open(
              path,
              Set.of(
                  StandardOpenOption.CREATE, StandardOpenOption.APPEND, LinkOption.NOFOLLOW_LINKS),
              OwnerOnly.fileAttributes(path))) {
        int _ = file.write(ByteBuffer.wrap(entry.getBytes(StandardCharsets.UTF_8)));
      }
    } catch (IOException | InvalidPathException | UnsupportedOperationException e) {
      // a log is for who looks for a fault, and must not become one
    }
  }
}
