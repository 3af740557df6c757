package dev.keyfob.cli.terminal;

import dev.keyfob.auth.api.Interaction.Waiting;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A line that says what is waited for and for how much longer, drawn anew each second and gone in
 * the end. Ctrl-C, which ends the process, leaves a word in its place.
 */
final class WaitingLine implements Waiting {
  private static final String CLEAR = "\r\u001b[K";
  private static final String UP = "\u001b[A";

  private final PrintStream out;
  private final String what;
  private final int columns;
  private final long end;
  private final CountDownLatch over = new CountDownLatch(1);
  private final Thread ticker;
  private final Thread interrupted;
  private volatile String offer;

  private WaitingLine(PrintStream out, String what, Duration limit, String offer, int columns) {
    this.out = out;
    this.what = what;
    this.offer = offer;
    this.columns = columns;
    end = System.nanoTime() + limit.toNanos();
    ticker = Thread.ofVirtual().name("keyfob-waiting").unstarted(this::tick);
    interrupted = new Thread(this::sayCancelled, "keyfob-cancelled");
  }

  /**
   * Begins.
   *
   * @param offer what the person can do meanwhile; blank for nothing
   * @param columns how wide the terminal is, which the line stays within
   */
  static WaitingLine start(
      PrintStream out, String what, Duration limit, String offer, int columns) {
    WaitingLine line = new WaitingLine(out, what, limit, offer, columns);
    Runtime.getRuntime().addShutdownHook(line.interrupted);
    line.ticker.start();
    return line;
  }

  /** What the line says: as much as there is room for. */
  static String text(String what, String offer, long secondsLeft, int columns) {
    long left = Math.max(0, secondsLeft);
    String time = "%d:%02d left".formatted(left / 60, left % 60);
    String waiting = "Waiting for " + what + ", " + time + ".";
    String also = offer.isEmpty() ? "" : " " + offer;
    return List.of(
            waiting + also + " Ctrl-C cancels.",
            waiting + also,
            offer.isEmpty() ? waiting : time + "." + also,
            waiting,
            "Waiting, " + time + ".",
            time)
        .stream()
        .filter(text -> text.length() < columns)
        .findFirst()
        .orElse("");
  }

  private void tick() {
    try {
      do {
        draw("");
      } while (!over.await(1, TimeUnit.SECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void draw(String before) {
    long left = TimeUnit.NANOSECONDS.toSeconds(end - System.nanoTime());
    print(before + CLEAR + text(what, offer, left, columns));
  }

  /** The offer was taken by Enter, whose echo has left the line. */
  void taken() {
    offer = "";
    draw(UP);
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
