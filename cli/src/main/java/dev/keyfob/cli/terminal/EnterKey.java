package dev.keyfob.cli.terminal;

import dev.keyfob.auth.api.Interaction.Waiting;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Does something once when Enter is pressed, until it is closed. It looks whether there is a line
 * instead of reading on, which would take away what is typed into the prompts after it.
 */
final class EnterKey implements Waiting {
  private static final long GLANCE_MILLIS = 100;

  private final InputStream in;
  private final Runnable pressed;
  private final CountDownLatch over = new CountDownLatch(1);

  private EnterKey(InputStream in, Runnable pressed) {
    this.in = in;
    this.pressed = pressed;
  }

  /**
   * Begins.
   *
   * @param in a terminal in its own line mode, where a line comes with its end
   * @param pressed what to do, on a thread of its own
   */
  static EnterKey start(InputStream in, Runnable pressed) {
    EnterKey key = new EnterKey(in, pressed);
    Thread.ofPlatform().daemon().name("keyfob-enter").start(key::look);
    return key;
  }

  private void look() {
    try {
      while (in.available() == 0) {
        if (over.await(GLANCE_MILLIS, TimeUnit.MILLISECONDS)) {
          return;
        }
      }
      for (int b = in.read(); b >= 0 && b != '\n'; b = in.read()) {
        // whatever else was typed means nothing
      }
      pressed.run();
    } catch (IOException e) {
      // the terminal is gone, and with it who could press a key
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    over.countDown();
  }
}
