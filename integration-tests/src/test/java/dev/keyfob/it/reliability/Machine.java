package dev.keyfob.it.reliability;

import dev.keyfob.auth.testkit.TestsNotRun;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Assumptions;

/** What a test needs of the machine beyond Java. */
final class Machine {
  private Machine() {}

  /** What a command of the machine came to. */
  record Outcome(int exitCode, String output) {}

  static Outcome run(String... command) {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      process.getOutputStream().close();
      String output =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      return new Outcome(process.waitFor(), output);
    } catch (IOException e) {
      return new Outcome(127, String.valueOf(e.getMessage()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UncheckedIOException(new IOException(e));
    }
  }

  /**
   * Skips the test, saying why, on a machine that cannot run it; a continuous integration must not
   * be such a place, and fails.
   */
  static void lacks(String what, Outcome outcome) {
    String message = "This machine has no " + what + ": " + outcome.output();
    Figures.say("%s", message);
    TestsNotRun.note(caller(), message);
    Assumptions.abort(message);
  }

  private static String caller() {
    return StackWalker.getInstance()
        .walk(
            frames ->
                frames
                    .map(StackWalker.StackFrame::getClassName)
                    .filter(name -> name.endsWith("IT"))
                    .findFirst())
        .orElse(Machine.class.getName());
  }
}
