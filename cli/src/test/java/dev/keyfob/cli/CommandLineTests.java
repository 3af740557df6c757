package dev.keyfob.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.keyfob.cli.system.SystemEnvironment;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CommandLineTests {
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @Test
  void run_errorOfTheVirtualMachine_isSaidAndFails() {
    int code = CommandLine.run(List.of("plugins", "--json"), system());

    assertEquals(1, code);
    assertTrue(
        err.toString(StandardCharsets.UTF_8)
            .startsWith(
                "{\"error\":{\"code\":\"unexpected\",\"message\":\"Unexpected error"
                    + " (OutOfMemoryError)."),
        err::toString);
  }

  @Test
  void run_verbose_saysWhereItHappened() {
    CommandLine.run(List.of("plugins", "--verbose"), system());

    assertTrue(
        err.toString(StandardCharsets.UTF_8).contains("    at dev.keyfob.cli.CommandLineTests."),
        err::toString);
  }

  /** Where the library cannot be opened. */
  private SystemEnvironment system() {
    return new SystemEnvironment(
        InputStream.nullInputStream(),
        new PrintStream(new ByteArrayOutputStream(), false, StandardCharsets.UTF_8),
        new PrintStream(err, false, StandardCharsets.UTF_8),
        FakeTty.NONE,
        Map.of(),
        Clock.systemUTC(),
        Path.of(""),
        "Linux",
        () -> {
          throw new AssertionError("no terminal was expected");
        },
        () -> {
          throw new OutOfMemoryError();
        },
        Optional::empty);
  }
}
