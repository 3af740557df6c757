package dev.keyfob.it.login;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.keyfob.auth.testkit.NeedsTool;
import dev.keyfob.it.api.ProtectedApi;
import dev.keyfob.it.process.KeyfobProcess;
import dev.keyfob.it.terminal.Terminal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The picker and the prompts in a real terminal. */
@NeedsTool("tmux")
class PickerIT {
  private static final String HELP = "Up/down or j/k";
  private static final String KEY_PROMPT = "API key for Acme:";
  private static final String TOKEN_PROMPT = "personal access token for Acme:";

  private Acme acme;
  private KeyfobProcess keyfob;

  @BeforeEach
  void moveIn(@TempDir Path home) {
    acme = Acme.at(home);
    keyfob = acme.keyfob().with("BROWSER", "/bin/true");
  }

  @AfterEach
  void moveOut() {
    acme.close();
  }

  private Terminal login(int columns) {
    Terminal terminal = Terminal.start(keyfob, columns, "login acme >out.txt");
    terminal.await(HELP);
    return terminal;
  }

  @Nested
  class Picking {
    @Test
    void picker_drawn_offersKeysFirstAndLeavesStandardOutputAlone() throws Exception {
      try (Terminal terminal = login(100)) {
        assertEquals(
            List.of(
                "How do you want to log in to Acme?",
                "> 1  API key",
                "  2  Personal access token",
                "  3  Browser (OAuth)",
                "  4  Another device (a code)",
                "  5  Browser elsewhere (paste the address back)",
                "Up/down or j/k, a number, Enter. q cancels."),
            terminal.rows());
        terminal.press("q");
        assertEquals(130, terminal.exitCode());
        assertFalse(terminal.screen().contains("API key"), terminal.screen());
        assertEquals("", Files.readString(acme.home().resolve("out.txt")));
      }
    }

    @ParameterizedTest
    @CsvSource({
      "Down, > 2",
      "j, > 2",
      "Tab, > 2",
      "Up, > 5",
      "k, > 5",
      "BTab, > 5",
    })
    void picker_keyPressed_movesTheMark(String key, String marked) {
      try (Terminal terminal = login(100)) {
        terminal.press(key);
        terminal.await(marked);
        terminal.press("q");
        assertEquals(130, terminal.exitCode());
      }
    }

    @ParameterizedTest
    @ValueSource(strings = {"j Enter", "2", "k k k k C-m"})
    void picker_picked_goesOnWithIt(String keys) {
      try (Terminal terminal = login(100)) {
        terminal.press(keys.split(" ", -1));
        String screen = terminal.await(TOKEN_PROMPT);
        assertTrue(
            screen.contains("How do you want to log in to Acme? Personal access token"), screen);
        assertFalse(screen.contains(HELP), screen);
      }
    }

    @ParameterizedTest
    @ValueSource(strings = {"q", "Escape", "C-c", "C-d"})
    void picker_givenUp_endsWith130AndAWholeTerminal(String key) {
      try (Terminal terminal = login(100)) {
        terminal.press(key);
        assertEquals(130, terminal.exitCode());
        assertTrue(terminal.screen().contains("keyfob: Cancelled."), terminal.screen());
        assertTrue(terminal.cursorIsVisible(), "the cursor is still hidden");
      }
    }
  }

  @Nested
  class Drawing {
    @Test
    void picker_windowMadeNarrowAndWide_isDrawnOnceAndWhole() {
      try (Terminal terminal = login(100)) {
        terminal.press("Down");
        terminal.await("> 2");
        terminal.resize(30);
        terminal.await(
            screen -> screen.lines().filter(line -> line.startsWith("> 2")).count() == 1,
            "is not drawn anew");
        terminal.press("Down");
        terminal.await("> 3");
        assertTrue(terminal.rows().stream().allMatch(row -> row.length() < 30), terminal.screen());
        terminal.resize(100);
        terminal.await("a number, Enter. q cancels.");
        terminal.press("Up");
        String screen = terminal.await("> 2");
        assertEquals(1, screen.split("> ", -1).length - 1, screen);
        assertEquals(1, screen.split("Browser elsewhere", -1).length - 1, screen);
        terminal.press("q");
        assertEquals(130, terminal.exitCode());
      }
    }

    @Test
    void picker_noColor_marksWithoutColour() {
      try (Terminal coloured = login(100)) {
        assertTrue(coloured.colours().contains("\u001b["), "no colour at all");
      }
      keyfob = keyfob.with("NO_COLOR", "1");
      try (Terminal plain = login(100)) {
        assertFalse(plain.colours().contains("\u001b["), plain.colours());
        assertTrue(plain.screen().contains("> 1"), plain.screen());
      }
    }

    @Test
    void picker_underSsh_offersNoBrowserAndSaysWhy() {
      keyfob = acme.keyfob().with("SSH_CONNECTION", "10.0.0.1 50000 10.0.0.2 22");
      try (Terminal terminal = login(100)) {
        String screen = terminal.screen();
        assertTrue(screen.contains("No browser can be opened here: this is an SSH session."));
        assertFalse(screen.contains("Browser (OAuth)"), screen);
        assertTrue(screen.contains("Another device (a code)"), screen);
      }
    }
  }

  @Nested
  class Typing {
    @Test
    void key_typed_isNotShownAndLogsIn() throws Exception {
      try (Terminal terminal =
          Terminal.start(keyfob, 100, "login acme --api-key --json >out.txt")) {
        terminal.await(KEY_PROMPT);
        terminal.type("x" + ProtectedApi.API_KEY);
        terminal.press("C-u");
        terminal.type(ProtectedApi.API_KEY + "y");
        terminal.press("BSpace", "Enter");
        assertEquals(0, terminal.exitCode());
        assertFalse(terminal.screen().contains("robot-key"), terminal.screen());
        assertTrue(Files.readString(acme.home().resolve("out.txt")).contains("\"verified\":true"));
        assertEquals(ProtectedApi.API_KEY, acme.token());
      }
    }

    @Test
    void key_typedAfterPicking_losesNothing() {
      try (Terminal terminal = login(100)) {
        terminal.press("Down", "Up", "Enter");
        terminal.await(KEY_PROMPT);
        terminal.type(ProtectedApi.API_KEY);
        terminal.press("Enter");
        assertEquals(0, terminal.exitCode());
        assertEquals(ProtectedApi.API_KEY, acme.token());
      }
    }

    @Test
    void key_typedAheadOfItsPrompt_losesNothing() {
      try (Terminal terminal = login(100)) {
        terminal.type("1" + ProtectedApi.API_KEY);
        terminal.press("Enter");
        assertEquals(0, terminal.exitCode());
        assertEquals(ProtectedApi.API_KEY, acme.token());
      }
    }

    @Test
    void key_longerThanALineOfTheTerminal_isTakenWhole() {
      String longKey = "sk-" + "a".repeat(6000);
      try (Terminal terminal = Terminal.start(keyfob, 100, "login acme --api-key --no-verify")) {
        terminal.await(KEY_PROMPT);
        terminal.paste(longKey);
        terminal.press("Enter");
        assertEquals(0, terminal.exitCode());
        assertEquals(longKey, acme.token());
      }
    }

    @Test
    void prompt_interrupted_endsWith130() {
      try (Terminal terminal = Terminal.start(keyfob, 100, "login acme --pat")) {
        terminal.await(TOKEN_PROMPT);
        terminal.press("C-c");
        assertEquals(130, terminal.exitCode());
      }
    }
  }
}
