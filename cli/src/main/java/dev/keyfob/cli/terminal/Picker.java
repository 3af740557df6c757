package dev.keyfob.cli.terminal;

import dev.keyfob.auth.api.AuthException;
import dev.keyfob.cli.system.Keys;
import dev.keyfob.cli.system.SafeText;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/**
 * Lets a person pick one of a few: arrows, j and k, Tab, the number, Enter; q, Esc and Ctrl-C give
 * up. It draws below the cursor and draws anew when the window changes its size.
 */
final class Picker {
  private static final String ESC = "\u001b";
  private static final String HELP = "Up/down or j/k, a number, Enter. q cancels.";

  /** What is drawn around the choices, and the row that the cursor is on below. */
  private static final int AROUND = 3;

  private static final int FEWEST = 3;
  private static final int CTRL_C = 3;
  private static final int CTRL_D = 4;

  /** What an arrow key sends after Esc may come late over a slow line or on a busy machine. */
  private static final long ESCAPE_MILLIS = 500;

  private final Keys keys;
  private final PrintStream out;
  private final boolean color;
  private final String title;
  private final List<String> choices;
  private int selected;
  private List<Integer> drawn = List.of();

  Picker(Keys keys, PrintStream out, boolean color, String title, List<String> choices) {
    this.keys = keys;
    this.out = out;
    this.color = color;
    this.title = SafeText.line(title);
    this.choices = choices.stream().map(SafeText::line).toList();
  }

  /**
   * Runs until something is picked.
   *
   * @return the index of the choice
   * @throws AuthException.Cancelled if the person gives up
   */
  int pick() {
    out.print(ESC + "[?25l");
    try {
      draw();
      while (true) {
        switch (next()) {
          case UP -> select(selected - 1);
          case DOWN -> select(selected + 1);
          case DRAW -> draw();
          case PICK -> {
            erase();
            out.println(title + " " + choices.get(selected));
            return selected;
          }
          case GIVE_UP -> {
            erase();
            throw new AuthException.Cancelled("Cancelled.");
          }
          case NOTHING -> {}
        }
      }
    } finally {
      out.print(ESC + "[?25h");
      out.flush();
    }
  }

  private void select(int index) {
    selected = Math.floorMod(index, choices.size());
    draw();
  }

  private enum Move {
    UP,
    DOWN,
    DRAW,
    PICK,
    GIVE_UP,
    NOTHING
  }

  private Move next() {
    int key = keys.read(0);
    if (key >= '1' && key <= '9' && key - '1' < choices.size()) {
      selected = key - '1';
      return Move.PICK;
    }
    return switch (key) {
      case 'k' -> Move.UP;
      case 'j', '\t' -> Move.DOWN;
      case '\r', '\n' -> Move.PICK;
      case 'q', CTRL_C, CTRL_D, Keys.END -> Move.GIVE_UP;
      case 0x1b -> escape();
      case Keys.RESIZED -> Move.DRAW;
      default -> Move.NOTHING;
    };
  }

  /** Esc alone is followed by nothing; the arrows send Esc and two or more characters at once. */
  private Move escape() {
    int introducer = keys.read(ESCAPE_MILLIS);
    if (introducer != '[' && introducer != 'O') {
      return Move.GIVE_UP;
    }
    int last = keys.read(ESCAPE_MILLIS);
    while (last >= ' ' && last < '@') {
      last = keys.read(ESCAPE_MILLIS);
    }
    return switch (last) {
      case 'A', 'Z' -> Move.UP;
      case 'B' -> Move.DOWN;
      default -> Move.NOTHING;
    };
  }

  private void draw() {
    erase();
    int columns = keys.columns();
    List<String> lines = new ArrayList<>();
    lines.add(clip(title, columns));
    int room = Math.max(FEWEST, keys.rows() - AROUND);
    int first = Math.clamp(selected - room / 2L, 0, Math.max(0, choices.size() - room));
    int end = Math.min(choices.size(), first + room);
    for (int i = first; i < end; i++) {
      String number = i < 9 ? (i + 1) + "  " : "   ";
      lines.add(clip((i == selected ? "> " : "  ") + number + choices.get(i), columns));
    }
    String more =
        end - first == choices.size() ? "" : (selected + 1) + " of " + choices.size() + ". ";
    lines.add(clip(more + HELP, columns));
    for (int i = 0; i < lines.size(); i++) {
      boolean highlighted = color && i == selected - first + 1;
      out.print(highlighted ? ESC + "[1;36m" + lines.get(i) + ESC + "[0m" : lines.get(i));
      out.print("\r\n");
    }
    out.flush();
    drawn = lines.stream().map(String::length).toList();
  }

  /** Goes back to where the drawing began, over the rows it takes in a window of today's width. */
  private void erase() {
    if (drawn.isEmpty()) {
      return;
    }
    int columns = keys.columns();
    int rows = 0;
    for (int length : drawn) {
      rows += Math.max(1, (length + columns - 1) / columns);
    }
    out.print(ESC + "[" + rows + "A\r" + ESC + "[J");
    drawn = List.of();
  }

  /** One column stays free: a terminal may break the line after the last. */
  private static String clip(String line, int columns) {
    int room = Math.max(1, columns - 1);
    return line.length() <= room ? line : line.substring(0, room);
  }
}
