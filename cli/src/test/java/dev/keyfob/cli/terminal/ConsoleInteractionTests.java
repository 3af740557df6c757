package dev.keyfob.cli.terminal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.keyfob.auth.api.Interaction.Waiting;
import dev.keyfob.auth.api.Keyfob;
import dev.keyfob.cli.FakeKeys;
import dev.keyfob.cli.FakeTty;
import dev.keyfob.cli.system.SystemEnvironment;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConsoleInteractionTests {
  private static final URI PAGE = URI.create("https://id.example/device?user_code=WDJB-MJHT");

  @TempDir Path directory;

  private final Map<String, String> environment = new HashMap<>();
  private final ByteArrayOutputStream screen = new ByteArrayOutputStream();

  private ConsoleInteraction person(FakeTty tty, boolean json, String typed) {
    SystemEnvironment system =
        new SystemEnvironment(
            new ByteArrayInputStream(typed.getBytes(StandardCharsets.UTF_8)),
            new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8),
            new PrintStream(screen, true, StandardCharsets.UTF_8),
            tty,
            environment,
            Clock.systemUTC(),
            directory,
            "Linux",
            () -> new FakeKeys(""),
            Keyfob::builder,
            Optional::empty);
    return new ConsoleInteraction(system, false, json, Set::of);
  }

  private String shown() {
    return screen.toString(StandardCharsets.UTF_8);
  }

  /** A program that leaves a file with its input and its last argument. */
  private Path program(String name) throws IOException {
    Path program = directory.resolve(name);
    Files.writeString(
        program, "#!/bin/sh\nread -r line\nprintf '%s %s' \"$line\" \"$1\" > \"$0.ran\"\n");
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
    return program;
  }

  @Test
  void showCode_pipe_isPlain() {
    person(FakeTty.NONE, false, "").showCode("WDJB-MJHT");
    assertEquals("  WDJB-MJHT\n", shown());
  }

  @Test
  void showCode_terminal_isBoxed() {
    environment.put("NO_COLOR", "1");
    person(FakeTty.ALL, false, "").showCode("WDJB-MJHT");
    assertTrue(shown().contains("│  WDJB-MJHT  │\n"), shown());
    assertFalse(shown().contains("clipboard"), shown());
  }

  @Test
  void showCode_dumbTerminal_isPlain() {
    environment.put("TERM", "dumb");
    person(FakeTty.ALL, false, "").showCode("WDJB-MJHT");
    assertEquals("  WDJB-MJHT\n", shown());
  }

  @Test
  void showCode_clipboard_isCopiedAndSaid() throws IOException {
    Path clipboard = program("xclip");
    environment.put("NO_COLOR", "1");
    environment.put("PATH", directory.toString());
    environment.put("DISPLAY", ":0");
    person(FakeTty.ALL, false, "").showCode("WDJB-MJHT");
    assertTrue(shown().contains("│  W D J B - M J H T  │\n"), shown());
    assertTrue(shown().endsWith("The code is copied to the clipboard.\n"), shown());
    assertTrue(Files.readString(Path.of(clipboard + ".ran")).startsWith("WDJB-MJHT "));
  }

  /** A program reads the code, and nobody asked for the clipboard of whoever sits there. */
  @Test
  void showCode_pipeOrJson_leavesTheClipboard() throws IOException {
    Path clipboard = program("xclip");
    environment.put("PATH", directory.toString());
    environment.put("DISPLAY", ":0");
    person(FakeTty.NONE, false, "").showCode("WDJB-MJHT");
    person(FakeTty.ALL, true, "").showCode("WDJB-MJHT");
    assertFalse(Files.exists(Path.of(clipboard + ".ran")));
  }

  @Test
  void waiting_pipe_saysOnceHowLong() {
    person(FakeTty.NONE, false, "").waiting("the browser", Duration.ofSeconds(90)).close();
    assertEquals("Waiting for the browser, up to 90 seconds.\n", shown());
  }

  @Test
  void waiting_json_isAnEvent() {
    person(FakeTty.ALL, true, "").waiting("the browser", Duration.ofSeconds(90), PAGE).close();
    assertEquals("{\"event\":\"waiting\",\"for\":\"the browser\",\"seconds\":90}\n", shown());
  }

  @Test
  void waiting_enterPressed_opensThePage() throws Exception {
    Path browser = program("browser");
    environment.put("BROWSER", browser.toString());
    try (Waiting _ =
        person(FakeTty.ALL, false, "\n").waiting("the confirmation", Duration.ofMinutes(5), PAGE)) {
      Path ran = Path.of(browser + ".ran");
      for (int i = 0; i < 500 && !Files.exists(ran); i++) {
        Thread.sleep(20);
      }
      assertTrue(Files.exists(ran));
    }
    assertTrue(shown().contains("Enter opens the page."), shown());
  }

  @Test
  void waiting_noBrowser_offersNone() {
    environment.put("BROWSER", "none");
    person(FakeTty.ALL, false, "\n")
        .waiting("the confirmation", Duration.ofMinutes(5), PAGE)
        .close();
    assertFalse(shown().contains("Enter"), shown());
  }

  @Test
  void waiting_addressThatIsNoWeb_isNotOffered() {
    environment.put("BROWSER", "/bin/true");
    person(FakeTty.ALL, false, "\n")
        .waiting("the confirmation", Duration.ofMinutes(5), URI.create("file:///etc/passwd"))
        .close();
    assertFalse(shown().contains("Enter"), shown());
  }
}
