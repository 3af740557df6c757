package dev.keyfob.cli.args;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.beust.jcommander.JCommander;
import com.beust.jcommander.ParameterDescription;
import dev.keyfob.auth.api.AuthException;
import dev.keyfob.cli.Commands;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The quick way through a command line and JCommander's never differ. */
class PlainArgumentsTests {

  static List<String> commands() {
    return new Commands().names();
  }

  private static CommandArguments empty(String command) {
    return new Commands().arguments(command).orElseThrow();
  }

  /** What a line means; a message if it means nothing. */
  private static Object meaning(CommandArguments filled) {
    try {
      return List.of(filled.helpWanted(), filled.toCommand());
    } catch (AuthException.Misconfigured e) {
      return String.valueOf(e.getMessage());
    }
  }

  private static Object meaningToJCommander(String command, List<String> line) {
    CommandArguments filled = empty(command);
    try {
      ArgumentParser.fill(filled, line);
    } catch (AuthException.Misconfigured e) {
      return String.valueOf(e.getMessage());
    }
    return meaning(filled);
  }

  private static List<List<String>> lines(String command) {
    List<List<String>> lines = new ArrayList<>();
    List<String> words =
        List.of("word", "5m", "exec-credential", "a/b", "@file", "é", "", " ", "\"w\"");
    for (String word : words) {
      lines.add(List.of(word));
      lines.add(List.of("first", word));
      lines.add(List.of("--profile", word));
      lines.add(List.of("--nope", word));
    }
    JCommander known = JCommander.newBuilder().addObject(empty(command)).build();
    for (ParameterDescription option : known.getParameters()) {
      for (String name : option.getParameter().names()) {
        lines.add(List.of(name));
        lines.add(List.of(name, name));
        lines.add(List.of(name, "--json"));
        lines.add(List.of("--json", name));
        lines.add(List.of(name + "=5m"));
        for (String word : words) {
          lines.add(List.of(name, word));
          lines.add(List.of("word", name, word));
          lines.add(List.of(name, word, name, word));
        }
      }
    }
    lines.add(List.of());
    lines.add(List.of("-"));
    lines.add(List.of("--"));
    lines.add(List.of("--profile"));
    return lines;
  }

  @ParameterizedTest
  @MethodSource("commands")
  void line_understoodHere_meansTheSameToJCommander(String command) {
    for (List<String> line : lines(command)) {
      CommandArguments filled = empty(command);
      if (PlainArguments.fill(filled, line)) {
        assertEquals(
            meaningToJCommander(command, line), meaning(filled), () -> command + " " + line);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "token|demo",
        "token|demo|--json",
        "token|demo|--header",
        "token|--profile|demo|--account|work",
        "token|demo|--min-valid|5m",
        "token|demo|--format|exec-credential",
        "status|demo|--offline",
        "status|demo|--offline|--json",
        "version",
        "help",
        "profile list|--json"
      })
  void line_ofLoopsAndPrompts_needsNoJCommander(String line) {
    List<String> words = List.of(line.split("\\|", -1));

    assertTrue(PlainArguments.fill(empty(words.getFirst()), words.subList(1, words.size())));
  }

  @Test
  void line_withAnOptionOfAnotherCommand_isLeftToJCommander() {
    assertFalse(PlainArguments.fill(empty("token"), List.of("--offline")));
  }
}
