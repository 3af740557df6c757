package dev.keyfob.cli.command.api;

import dev.keyfob.cli.command.CommandContext;
import java.io.PrintStream;
import java.util.Locale;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** How much of a long transfer has come, for a person who waits for it. For one thread. */
final class Progress {
  private static final long FIRST_NANOS = 1_000_000_000L;
  private static final long BETWEEN_NANOS = 200_000_000L;
  private static final int BAR = 20;

  private final @Nullable PrintStream err;
  private final OptionalLong total;
  private final long start = System.nanoTime();
  private long next = FIRST_NANOS;
  private long done;
  private boolean shown;

  private Progress(@Nullable PrintStream err, OptionalLong total) {
    this.err = err;
    this.total = total;
  }

  /** For a transfer that nothing else is seen of. */
  static Progress of(CommandContext context, OptionalLong total) {
    return new Progress(context.isWatched() ? context.system().err() : null, total);
  }

  void add(int bytes) {
    done += bytes;
    long elapsed = System.nanoTime() - start;
    if (err != null && elapsed >= next) {
      next = elapsed + BETWEEN_NANOS;
      shown = true;
      err.print("\r" + line(done, total) + "\u001b[K");
      err.flush();
    }
  }

  /** Leaves the terminal as it was. */
  void close() {
    if (err != null && shown) {
      err.print("\r\u001b[K");
      err.flush();
    }
  }

  static String line(long done, OptionalLong total) {
    if (total.isEmpty() || total.getAsLong() <= 0) {
      return size(done);
    }
    long all = total.getAsLong();
    int part = (int) Math.min(100, done * 100 / all);
    int filled = part * BAR / 100;
    return "["
        + "#".repeat(filled)
        + " ".repeat(BAR - filled)
        + "] "
        + part
        + " %  "
        + size(done)
        + " of "
        + size(all);
  }

  private static String size(long bytes) {
    return bytes < 1024 * 1024
        ? bytes / 1024 + " kB"
        : String.format(Locale.ROOT, "%.1f MB", bytes / 1024.0 / 1024.0);
  }
}
