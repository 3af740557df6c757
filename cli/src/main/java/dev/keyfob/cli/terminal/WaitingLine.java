package dev.keyfob.cli.terminal;

import dev.keyfob.auth.api.Interaction.Waiting;
import java.io.PrintStream;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A line that says what is waited for and how long yet, drawn anew each second and gone in the end.
 * Ctrl-C, which ends the process, leaves a word in its place.
 */
final class WaitingLine implements Waiting {
  private static final String CLEAR = "\r\u001b[K";

  private final PrintStream out;
  private final String what;
  private final long end;
  private final CountDownLatch over = new CountDownLatch(1);
  private final Thread ticker;
  private final Thread interrupted;

  private WaitingLine(PrintStream out, String what, Duration limit) {
    this.out = out;
    this.what = what;
    end = System.nanoTime() + limit.toNanos();
    ticker = Thread.ofVirtual().name("keyfob-waiting").unstarted(this::tick);
    interrupted = new Thread(this::sayCancelled, "keyfob-cancelled");
  }

  static Waiting start(PrintStream out, String what, Duration limit) {
    WaitingLine line = new WaitingLine(out, what, limit);
    Runtime.getRuntime().addShutdownHook(line.interrupted);
    line.ticker.start();
    return line;
  }

  /** What the line says. */
  static String text(String what, long secondsLeft) {
    long left = Math.max(0, secondsLeft);
    return "Waiting for %s, %d:%02d left. Ctrl-C gives up.".formatted(what, left / 60, left % 60);
  }

  private void tick() {
    try {
      do {
        long left = TimeUnit.NANOSECONDS.toSeconds(end - System.nanoTime());
        print(CLEAR + text(what, left));
      } while (!over.await(1, TimeUnit.SECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized void print(String text) {
    if (over.getCount() > 0) {
      out.print(text);
      out.flush();
    }
  }

  private void sayCancelled() {
    print(CLEAR + "Cancelled.\n");
  }

  @Override
  public void close() {
    print(CLEAR);
    over.countDown();
    try {
      Runtime.getRuntime().removeShutdownHook(interrupted);
    } catch (IllegalStateException e) {
      // the process is ending, and has been told so
    }
  }
}
