package dev.keyfob.cli.proxy;

import dev.keyfob.auth.api.AccountKey;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor.CallerRunsPolicy;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Tells of each request in a line: when, for which account, method, path, status, how many bytes of
 * the answer's body were passed on and how long it took. Neither queries nor headers are told, nor
 * anything of a request that did not show the secret. Safe for use by many threads; lines are
 * written by one of its own.
 */
public final class RequestLog implements AutoCloseable {
  private static final int WAITING = 4096;
  private static final int LONGEST = 2048;
  private static final int LONGEST_METHOD = 32;

  private final @Nullable Consumer<String> lines;
  private final Clock clock;
  private final @Nullable ThreadPoolExecutor writer;

  /**
   * A log.
   *
   * @param lines takes a line; may block
   * @param clock tells when
   */
  public RequestLog(Consumer<String> lines, Clock clock) {
    this.lines = lines;
    this.clock = clock;
    writer =
        new ThreadPoolExecutor(
            1,
            1,
            0,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(WAITING),
            Thread.ofPlatform().daemon().name("keyfob-proxy-log").factory(),
            new CallerRunsPolicy());
  }

  private RequestLog() {
    lines = null;
    clock = Clock.systemUTC();
    writer = null;
  }

  /** Tells nothing. */
  public static RequestLog silent() {
    return new RequestLog();
  }

  /**
   * A request that was passed on, or would have been; the status 0 says that there is no answer.
   */
  void passed(
      AccountKey key, String method, String path, int status, long bytes, long nanos, String note) {
    if (writer != null) {
      write(
          key
              + " "
              + method
              + " "
              + shortened(path)
              + " "
              + (status == 0 ? "-" : Integer.toString(status))
              + " "
              + bytes
              + " "
              + TimeUnit.NANOSECONDS.toMillis(nanos)
              + "ms"
              + (note.isEmpty() ? "" : " " + note));
    }
  }

  /** A request that was refused, of which nothing more is to be told. */
  void refused(String method, int status, String why) {
    refused(method, "-", status, why);
  }

  /** A request of a program that was refused. */
  void refused(String method, String path, int status, String why) {
    if (writer != null) {
      boolean plain =
          method.length() <= LONGEST_METHOD && method.chars().allMatch(c -> c > ' ' && c < 0x7f);
      write("- " + (plain ? method : "?") + " " + shortened(path) + " " + status + " " + why);
    }
  }

  private static String shortened(String path) {
    return path.length() > LONGEST ? path.substring(0, LONGEST) + "..." : path;
  }

  private void write(String text) {
    String line = clock.instant().truncatedTo(ChronoUnit.MILLIS) + " " + text;
    if (writer != null && lines != null) {
      Consumer<String> to = lines;
      writer.execute(() -> to.accept(line));
    }
  }

  /** Blocks until what was told is written, for a second at most. */
  @Override
  public void close() {
    if (writer != null) {
      writer.shutdown();
      try {
        if (!writer.awaitTermination(1, TimeUnit.SECONDS)) {
          writer.shutdownNow();
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
