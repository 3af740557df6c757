package dev.keyfob.cli.terminal;

import dev.keyfob.auth.api.AuthException;
import dev.keyfob.cli.system.Keys;
import dev.keyfob.cli.system.SafeText;
import java.io.PrintStream;

/**
 * Reads one line from the keyboard, shown or hidden. The terminal's own line mode would cut a long
 * token off after 4,095 characters.
 */
final class LineEditor {
  private static final int LONGEST = 64 * 1024;
  private static final int CTRL_C = 3;
  private static final int CTRL_D = 4;
  private static final int CTRL_U = 21;
  private static final int BACKSPACE = 8;
  private static final int DELETE = 127;

  /** What an arrow key sends after Esc may come late over a slow line or on a busy machine. */
  private static final long ESCAPE_MILLIS = 500;

  private final Keys keys;
  private final PrintStream out;

  LineEditor(Keys keys, PrintStream out) {
    this.keys = keys;
    this.out = out;
  }

  /**
   * Reads a line.
   *
   * @param prompt what to ask
   * @param echo whether to show what is typed
   * @return the line, stripped
   * @throws AuthException.Cancelled on Ctrl-C, or when the terminal is gone
   */
  String read(String prompt, boolean echo) {
    String question = SafeText.line(prompt).strip();
    out.print(question.endsWith(":") || question.endsWith("?") ? question + " " : question + ": ");
    out.flush();
    StringBuilder line = new StringBuilder();
    while (true) {
      int key = keys.read(0);
      switch (key) {
        case '\r', '\n' -> {
          out.print("\r\n");
          out.flush();
          return line.toString().strip();
        }
        case CTRL_C, CTRL_D, Keys.END -> {
          out.print("\r\n");
          out.flush();
          throw new AuthException.Cancelled("Cancelled.");
        }
        case BACKSPACE, DELETE -> remove(line, Math.min(1, line.length()), echo);
        case CTRL_U -> remove(line, line.length(), echo);
        case 0x1b -> skipSequence();
        default -> add(line, key, echo);
      }
    }
  }

  private void add(StringBuilder line, int key, boolean echo) {
    if (key < ' ' || line.length() >= LONGEST) {
      return;
    }
    line.append((char) key);
    if (echo) {
      out.print((char) key);
      out.flush();
    }
  }

  private void remove(StringBuilder line, int count, boolean echo) {
    line.setLength(line.length() - count);
    if (echo) {
      out.print("\b \b".repeat(count));
      out.flush();
    }
  }

  /** Arrow keys and the like are not part of an answer. */
  private void skipSequence() {
    int key = keys.read(ESCAPE_MILLIS);
    if (key == '[' || key == 'O') {
      do {
        key = keys.read(ESCAPE_MILLIS);
      } while (key >= ' ' && key < '@');
    }
  }
}
