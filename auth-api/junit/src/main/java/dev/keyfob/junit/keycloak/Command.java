package dev.keyfob.junit.keycloak;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** Programs of the machine. */
final class Command {
  private static final int MAX_TOLD = 500;

  private Command() {}

  /**
   * Runs one to its end.
   *
   * @throws IllegalStateException if it fails, with the end of what it has said
   * @throws IOException if there is no such program
   */
  static void run(Path directory, String... line) throws IOException {
    Process process =
        new ProcessBuilder(line).directory(directory.toFile()).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String said =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    try {
      int code = process.waitFor();
      if (code != 0) {
        throw new IllegalStateException(
            "%s ended with %d: %s"
                .formatted(
                    List.of(line), code, said.substring(Math.max(0, said.length() - MAX_TOLD))));
      }
    } catch (InterruptedException e) {
      process.destroy();
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while " + line[0] + " was running", e);
    }
  }
}
