package dev.keyfob.cli.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.jline.terminal.Attributes;
import org.jline.terminal.Attributes.LocalFlag;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jline.utils.NonBlockingReader;
import org.jspecify.annotations.Nullable;

/**
 * Keys by JLine. Ctrl-C arrives as a key, so that whoever reads can tidy up before it ends; a
 * process that is killed meanwhile leaves the terminal as it was through JLine's shutdown hook.
 *
 * <p>One terminal serves all prompts of a process: JLine reads ahead, and what was typed before the
 * next prompt came up would go with the terminal. For one thread.
 */
public final class JLineKeys {
  private static final long GLANCE_MILLIS = 100;
  private static final int DEFAULT_COLUMNS = 80;

  private @Nullable Terminal terminal;
  private volatile boolean resized;

  /** Touches no terminal yet. */
  public JLineKeys() {}

  /**
   * Takes over the terminal that standard input and standard error are.
   *
   * @return the keys, to be closed
   * @throws UncheckedIOException if there is no such terminal
   */
  public Keys open() {
    Terminal known = terminal;
    if (known == null) {
      known = connect();
      known.handle(Terminal.Signal.WINCH, signal -> resized = true);
      terminal = known;
    }
    resized = false;
    return new Raw(known);
  }

  private static Terminal connect() {
    try {
      return TerminalBuilder.builder()
          .system(true)
          .systemOutput(TerminalBuilder.SystemOutput.SysErr)
          .jni(false)
          .ffm(false)
          .dumb(false)
          .build();
    } catch (IOException | IllegalStateException e) {
      throw new UncheckedIOException(new IOException("the terminal does not answer", e));
    }
  }

  /** The terminal without echo and without signals, until it is closed. */
  private final class Raw implements Keys {
    private final Terminal in;
    private final Attributes before;

    Raw(Terminal in) {
      this.in = in;
      before = in.enterRawMode();
      Attributes raw = in.getAttributes();
      raw.setLocalFlag(LocalFlag.ISIG, false);
      in.setAttributes(raw);
    }

    @Override
    public int read(long millis) {
      long left = millis;
      try {
        while (true) {
          int key = in.reader().read(GLANCE_MILLIS);
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
      int columns = in.getColumns();
      return columns > 0 ? columns : DEFAULT_COLUMNS;
    }

    @Override
    public int rows() {
      int rows = in.getRows();
      return rows > 0 ? rows : Keys.super.rows();
    }

    @Override
    public void close() {
      in.setAttributes(before);
    }
  }
}
