package dev.keyfob.auth.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What was not tested for want of something on this machine: one file a test in the module's {@code
 * target/tests-not-run}, of which the build prints a list at its end. Thread-safe.
 */
public final class TestsNotRun {
  private static final Path FOLDER = Path.of("target", "tests-not-run");

  private TestsNotRun() {}

  /**
   * Notes that a test is skipped.
   *
   * @param test its name
   * @param why a clause that says what is missing
   * @throws AssertionError where the environment variable {@code CI} is set: there, everything has
   *     to run
   */
  public static void note(String test, String why) {
    try {
      Files.createDirectories(FOLDER);
      Files.writeString(FOLDER.resolve(test), test + ": " + why + System.lineSeparator());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (System.getenv("CI") != null) {
      throw new AssertionError(test + " has to run where CI is set: " + why);
    }
  }
}
