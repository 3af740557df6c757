package dev.keyfob.cli.terminal;

import dev.keyfob.auth.api.AuthException;
import dev.keyfob.cli.system.Keys;
import dev.keyfob.cli.system.SafeText;
import java.io.PrintStream;
import java.util.List;

/** Lets a person pick one of a few by its number, on a terminal that can only print. */
final class PlainPicker {
  private final Keys keys;
  private final PrintStream out;
  private final String title;
  private final List<String> choices;

  PlainPicker(Keys keys, PrintStream out, String title, List<String> choices) {
    this.keys = keys;
    this.out = out;
    this.title = title;
    this.choices = choices;
  }

  /**
   * Asks until something is picked.
   *
   * @return the index of the choice
   * @throws AuthException.Cancelled if the person gives up
   */
  int pick() {
    out.print(SafeText.line(title) + "\r\n");
    for (int i = 0; i < choices.size(); i++) {
      out.print("  " + (i + 1) + "  " + SafeText.line(choices.get(i)) + "\r\n");
    }
    while (true) {
      String answer = new LineEditor(keys, out).read("Number, or q to cancel", true);
      if (answer.equals("q")) {
        throw new AuthException.Cancelled("Cancelled.");
      }
      if (answer.matches("[0-9]{1,4}")) {
        int number = Integer.parseInt(answer);
        if (number >= 1 && number <= choices.size()) {
          return number - 1;
        }
      }
    }
  }
}
