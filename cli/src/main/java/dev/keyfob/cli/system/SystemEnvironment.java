package dev.keyfob.cli.system;

import dev.keyfob.auth.api.KeyfobBuilder;
import dev.keyfob.auth.api.spi.support.Environment;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * All that a command sees of the system.
 *
 * @param in standard input
 * @param out standard output, for the data asked for and nothing else
 * @param err standard error, for everything else
 * @param tty which of them are terminals
 * @param environment the environment variables
 * @param clock the time
 * @param workingDirectory the directory the command was started in
 * @param osName the value of the system property {@code os.name}
 * @param keys takes over the terminal
 * @param library where the library comes from, with the system's parts still to be set
 * @param documents finds the folder of the documents that come with keyfob
 */
public record SystemEnvironment(
    InputStream in,
    PrintStream out,
    PrintStream err,
    Tty tty,
    Map<String, String> environment,
    Clock clock,
    Path workingDirectory,
    String osName,
    Supplier<Keys> keys,
    Supplier<KeyfobBuilder> library,
    Supplier<Optional<Path>> documents) {
  /**
   * Whether a variable is set to something.
   *
   * @param variable its name
   * @return false if it is unset or blank
   */
  public boolean has(String variable) {
    return Environment.isSet(environment, variable);
  }

  /** Does not print the environment. */
  @Override
  public String toString() {
    return "SystemEnvironment[" + osName + "]";
  }
}
