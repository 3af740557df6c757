package dev.keyfob.cli.terminal;

import dev.keyfob.auth.api.AuthException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The first line of a stream that may never end. */
final class PipedLine {
  private static final int LONGEST = 64 * 1024;

  /** PowerShell begins what it pipes with one. */
  private static final String BYTE_ORDER_MARK = "\uFEFF";

  private PipedLine() {}

  /**
   * Reads the line. The reading goes on in the background if it takes too long, which does no harm
   * in a process that is about to end.
   *
   * @param in the stream
   * @param limit how long to wait
   * @return the line, stripped
   */
  static String read(InputStream in, Duration limit) {
    CompletableFuture<String> line = new CompletableFuture<>();
    Thread.ofPlatform()
        .daemon()
        .name("piped-line")
        .start(
            () -> {
              try {
                line.complete(readLine(in));
              } catch (IOException | AuthException e) {
                line.completeExceptionally(e);
              }
            });
    try {
      return line.get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw new AuthException.TimedOut(
          "Nothing was read from standard input within " + limit.toSeconds() + " seconds.",
          "keyfob login < key.txt");
    } catch (ExecutionException e) {
      if (e.getCause() instanceof AuthException cause) {
        throw cause;
      }
      throw AuthException.usage("Standard input cannot be read.", null);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AuthException.Cancelled("Interrupted while reading standard input.");
    }
  }

  private static String readLine(InputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int b = in.read(); b >= 0 && b != '\n'; b = in.read()) {
      if (line.size() == LONGEST) {
        throw AuthException.usage("The line on standard input is too long for a secret.", null);
      }
      line.write(b);
    }
    String text = line.toString(StandardCharsets.UTF_8);
    return (text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text).strip();
  }
}
