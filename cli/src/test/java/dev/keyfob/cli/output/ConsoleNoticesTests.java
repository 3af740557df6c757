package dev.keyfob.cli.output;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.keyfob.cli.FakeTty;
import dev.keyfob.cli.system.SystemEnvironment;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConsoleNoticesTests {
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private ConsoleNotices notices(String log, boolean quiet) {
    SystemEnvironment system =
        new SystemEnvironment(
            InputStream.nullInputStream(),
            new PrintStream(new ByteArrayOutputStream(), false, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            FakeTty.NONE,
            Map.of("KEYFOB_LOG", log),
            Clock.fixed(Instant.parse("2026-03-01T12:00:00Z"), ZoneOffset.UTC),
            Path.of(""),
            "Linux",
            () -> {
              throw new AssertionError("no terminal was expected");
            },
            () -> {
              throw new AssertionError("no library was expected");
            },
            Optional::empty);
    return ConsoleNotices.of(system, false, quiet, 0);
  }

  private String said() {
    return err.toString(StandardCharsets.UTF_8);
  }

  @Test
  void warn_twice_isSaidOnce() {
    ConsoleNotices notices = notices("", false);
    notices.warn("Something is odd.");
    notices.warn("Something is odd.");
    assertEquals("warning: Something is odd.\n", said());
  }

  @Test
  void warn_quiet_isNotSaid() {
    notices("", true).warn("Something is odd.");
    assertEquals("", said());
  }

  @Test
  void trace_logOfOne_isSaidWithoutDetails() {
    ConsoleNotices notices = notices("1", false);
    notices.trace(() -> "a step");
    notices.detail(() -> "a header");
    assertEquals("trace: a step\n", said());
  }

  @Test
  void trace_nobodyListens_isNotMade() {
    notices("", false)
        .trace(
            () -> {
              throw new AssertionError("made for nobody");
            });
    assertEquals("", said());
  }

  @Test
  void trace_logFile_getsAllOfItAndIsClosedToOthers(@TempDir Path directory) throws IOException {
    Path file = directory.resolve("log");
    ConsoleNotices notices = notices(file.toString(), false);
    notices.trace(() -> "a step");
    notices.detail(() -> "a header");

    assertEquals("", said());
    String text = Files.readString(file);
    assertTrue(text.startsWith("2026-03-01T12:00:00Z "), text);
    assertTrue(text.contains(" trace: a step\n") && text.endsWith(" detail: a header\n"), text);
    assertEquals(PosixFilePermissions.fromString("rw-------"), Files.getPosixFilePermissions(file));
  }
}
