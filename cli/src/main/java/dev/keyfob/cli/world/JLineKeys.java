package dev.keyfob.cli.world;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.jline.terminal.Attributes;
import org.jline.terminal.Attributes.LocalFlag;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jline.utils.NonBlockingReader;

/**
 * Keys by JLine. Ctrl-C arrives as a key, so that whoever reads can tidy up before it ends; a
 * process that is killed meanwhile leaves the terminal as it was through JLine's shutdown hook.
 */
public final class JLineKeys implements Keys {
  private static final long GLANCE_MILLIS = 100;
  private static final int USUAL_COLUMNS = 80;

  private final Terminal terminal;
  private final Attributes before;
  private volatile boolean resized;

  private JLineKeys(Terminal terminal) {
    this.terminal = terminal;
    before = terminal.enterRawMode();
    Attributes raw = terminal.getAttributes();
    raw.setLocalFlag(LocalFlag.ISIG, false);
    terminal.setAttributes(raw);
    terminal.handle(Terminal.Signal.WINCH, signal -> resized = true);
  }

  /**
   * Takes over the terminal that standard input and standard error are.
   *
   * @return the keys, to be closed
   * @throws UncheckedIOException if there is no such terminal
   */
  public static Keys open() {
    try {
      return new JLineKeys(
          TerminalBuilder.builder()
              .system(true)
              .systemOutput(TerminalBuilder.SystemOutput.SysErr)
              .jni(false)
              .ffm(false)
              .dumb(false)
              .build());
    } catch (IOException | IllegalStateException e) {
      throw new UncheckedIOException(new IOException("the terminal does not answer", e));
    }
  }

  @Override
  public int read(long millis) {
    long left = millis;
    try {
      while (true) {
        int key = terminal.reader().read(GLANCE_MILLIS);
        if (key != NonBlockingReader.READ_EXPIRED) {
          return key < 0 ? END : key;
        }
        if (resized) {
          resized = false;
          return RESIZED;
        }
        left -= GLANCE_MILLIS;
        if (millis > 0 && left <= 0) {
          return NONE;
        }
      }
    } catch (IOException e) {
      return END;
    }
  }

  @Override
  public int columns() {
    int columns = terminal.getColumns();
    return columns > 0 ? columns : USUAL_COLUMNS;
  }

  @Override
  public void close() {
    try {
      terminal.setAttributes(before);
      terminal.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
