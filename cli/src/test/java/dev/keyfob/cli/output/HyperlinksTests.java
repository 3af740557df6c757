package dev.keyfob.cli.output;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.keyfob.auth.api.Keyfob;
import dev.keyfob.cli.FakeKeys;
import dev.keyfob.cli.FakeTty;
import dev.keyfob.cli.system.SystemEnvironment;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HyperlinksTests {
  private static final URI ADDRESS = URI.create("https://id.example/authorize?a=1&b=2");
  private static final String LINKED =
      "\u001b]8;;" + ADDRESS + "\u001b\\" + ADDRESS + "\u001b]8;;\u001b\\";

  private static String shown(URI address, boolean terminal, String variables) {
    Map<String, String> environment = new HashMap<>();
    for (String variable : variables.split(" ", -1)) {
      String[] parts = variable.split("=", 2);
      environment.put(parts[0], parts.length == 1 ? "" : parts[1]);
    }
    PrintStream nowhere =
        new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
    SystemEnvironment system =
        new SystemEnvironment(
            new ByteArrayInputStream(new byte[0]),
            nowhere,
            nowhere,
            FakeTty.ALL,
            environment,
            Clock.systemUTC(),
            Path.of(""),
            "Linux",
            () -> new FakeKeys(""),
            Keyfob::builder,
            Optional::empty);
    return Hyperlinks.of(address, system, terminal);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "VTE_VERSION=6800",
        "TERM_PROGRAM=iTerm.app",
        "TERM_PROGRAM=vscode",
        "TERM=xterm-kitty",
        "WT_SESSION=1",
        "TERM_PROGRAM=tmux TERM_PROGRAM_VERSION=3.4",
        "TERM_PROGRAM=tmux TERM_PROGRAM_VERSION=4.0a",
        "TERM=xterm-256color FORCE_HYPERLINK=1",
        "VTE_VERSION=6800 NO_COLOR=1",
      })
  void of_terminalThatCan_isLinkedAndWrittenInFull(String variables) {
    assertEquals(LINKED, shown(ADDRESS, true, variables));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "TERM=xterm-256color",
        "TERM=dumb VTE_VERSION=6800",
        "TERM=dumb FORCE_HYPERLINK=1",
        "VTE_VERSION=4900",
        "VTE_VERSION=new",
        "TERM_PROGRAM=tmux TERM_PROGRAM_VERSION=3.3a VTE_VERSION=6800",
        "TERM_PROGRAM=Apple_Terminal",
        "VTE_VERSION=6800 FORCE_HYPERLINK=0",
      })
  void of_terminalThatMayNot_isPlain(String variables) {
    assertEquals(ADDRESS.toString(), shown(ADDRESS, true, variables));
  }

  @Test
  void of_pipe_isPlainWhateverIsForced() {
    assertEquals(
        ADDRESS.toString(),
        shown(ADDRESS, false, "VTE_VERSION=6800 CLICOLOR_FORCE=1 FORCE_HYPERLINK=1"));
  }

  @Test
  void of_addressOutsideTheWeb_isNotLinked() {
    assertEquals(
        "file:///etc/passwd", shown(URI.create("file:///etc/passwd"), true, "VTE_VERSION=6800"));
  }
}
