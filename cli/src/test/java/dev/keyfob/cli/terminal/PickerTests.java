package dev.keyfob.cli.terminal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.keyfob.auth.api.AuthException;
import dev.keyfob.cli.FakeKeys;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PickerTests {
  private static final String ESC = "\u001b";

  private final ByteArrayOutputStream shown = new ByteArrayOutputStream();

  private int pick(FakeKeys keys, boolean color, String... choices) {
    PrintStream out = new PrintStream(shown, true, StandardCharsets.UTF_8);
    return new Picker(keys, out, color, "Which one?", List.of(choices)).pick();
  }

  private int pick(String keys) {
    return pick(new FakeKeys(keys.replace("E", ESC)), true, "one", "two", "three");
  }

  private String shown() {
    return shown.toString(StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @CsvSource({
    "'\r', 0", "'\n', 0", "'j\r', 1", "'jj\r', 2", "'jjj\r', 0", "'k\r', 2", "'\t\r', 1",
    "'E[B\r', 1", "'EOB\r', 1", "'E[A\r', 2", "'E[Z\r', 2", "2, 1", "3, 2", "'9x\r', 0",
    "'E[1;5B\r', 1", "'E[200~j\r', 1"
  })
  void pick_keys_selects(String keys, int choice) {
    assertEquals(choice, pick(keys));
  }

  @ParameterizedTest
  @ValueSource(strings = {"q", "E", "\u0003", "\u0004", "jq", ""})
  void pick_givingUp_cancelsAndTidiesUp(String keys) {
    assertThrows(AuthException.Cancelled.class, () -> pick(keys));
    assertTrue(shown().endsWith(ESC + "[J" + ESC + "[?25h"), shown());
  }

  @Test
  void pick_done_leavesOneLineWithTheChoice() {
    pick("2");
    assertTrue(shown().endsWith(ESC + "[JWhich one? two\n" + ESC + "[?25h"), shown());
  }

  @Test
  void pick_withoutColor_usesNone() {
    pick(new FakeKeys("j\r"), false, "one", "two");
    assertFalse(shown().contains("[1;"), shown());
    assertTrue(shown().contains("> 2  two"), shown());
  }

  @Test
  void pick_labelWithControls_isHarmless() {
    pick(new FakeKeys("\r"), false, "one" + ESC + "]52;c;x\u0007", "two");
    assertTrue(shown().contains("one]52;c;x\r\n"), shown());
  }

  /** Four lines of 10, 11, 11 and 45 characters take 4, 4, 4 and 12 rows in 4 columns. */
  @Test
  void pick_windowGotNarrower_erasesAllRowsThatItsLinesNowTake() {
    FakeKeys keys =
        new FakeKeys("\u02d9\r") {
          @Override
          public int read(long millis) {
            int key = super.read(millis);
            if (key == RESIZED) {
              narrowing(5);
            }
            return key;
          }
        };
    pick(keys, false, "one", "two");
    // 10 = Which one?, 2 × 8 = choices, 44 = help, each in rows of 5
    assertTrue(shown().contains(ESC + "[" + (2 + 2 + 2 + 9) + "A\r"), shown());
    assertTrue(shown().contains("Whic\r\n"), shown());
  }
}
