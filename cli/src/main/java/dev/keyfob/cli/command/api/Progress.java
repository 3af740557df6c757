package dev.keyfob.cli.command.api;

import dev.keyfob.cli.command.CommandContext;
import dev.keyfob.cli.output.Columns;
import java.io.PrintStream;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** How much of a long transfer has come, for a person who waits for it. For one thread. */
final class Progress {
  private static final long FIRST_NANOS = 1_000_000_000L;
  private static final long BETWEEN_NANOS = 200_000_000L;
  private static final int BAR = 20;

  /** What stands beside the bar. */
  private static final int FIGURES = 32;

  private final @Nullable PrintStream err;
  private final OptionalLong total;
  private final int columns;
  private final LongSupplier nanos;
  private final long start;
  private long next = FIRST_NANOS;
  private long done;
  private boolean shown;

  /**
   * Begins.
   *
   * @param err where it is shown; null for nowhere
   * @param total how many bytes there will be; empty if nobody knows
   * @param columns how wide the terminal is
   * @param nanos the time
   */
  Progress(@Nullable PrintStream err, OptionalLong total, int columns, LongSupplier nanos) {
    this.err = err;
    this.total = total;
    this.columns = columns;
    this.nanos = nanos;
    start = nanos.getAsLong();
  }

  /** For a transfer that nothing else is seen of. */
  static Progress of(CommandContext context, OptionalLong total) {
    return context.isWatched()
        ? new Progress(
            context.system().err(), total, Columns.ofErrors(context.system()), System::nanoTime)
        : new Progress(null, total, Columns.DEFAULT, System::nanoTime);
  }

  void add(int bytes) {
    done += bytes;
    long elapsed = nanos.getAsLong() - start;
    if (err != null && elapsed >= next) {
      next = elapsed + BETWEEN_NANOS;
      shown = true;
      err.print("\r" + line(done, total, columns) + "\u001b[K");
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

  static String line(long done, OptionalLong total, int columns) {
    if (total.isEmpty() || total.getAsLong() <= 0) {
      return size(done);
    }
    long all = total.getAsLong();
    int part = (int) Math.min(100, done * 100 / all);
    int width = Math.clamp(columns - FIGURES, 0, BAR);
    int filled = part * width / 100;
    String bar = width == 0 ? "" : "[" + "#".repeat(filled) + " ".repeat(width - filled) + "] ";
    return bar + part + " %  " + size(done) + " of " + size(all);
  }

  private static String size(long bytes) {
    return bytes < 1024 * 1024
        ? bytes / 1024 + " kB"
        : String.format(Locale.ROOT, "%.1f MB", bytes / 1024.0 / 1024.0);
  }
}
