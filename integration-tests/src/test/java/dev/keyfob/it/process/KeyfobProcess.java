package dev.keyfob.it.process;

import dev.keyfob.it.Fixtures;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How {@code keyfob} is run: with an environment of its own, of which a test says every variable.
 * Immutable.
 *
 * @param executable the program
 * @param directory the working directory
 * @param environment all environment variables
 * @param input what standard input holds; it ends after that
 * @param timeout how long a run may take before it is ended and fails
 */
public record KeyfobProcess(
    Path executable,
    Path directory,
    Map<String, String> environment,
    String input,
    Duration timeout) {

  public KeyfobProcess {
    environment = Map.copyOf(environment);
  }

  /**
   * The {@code keyfob} that the build made, or the one that the system property {@code keyfob.bin}
   * names, for a person whose home is that folder.
   */
  public static KeyfobProcess atHome(Path home) {
    String built = Fixtures.load().root().resolve("cli/target/keyfob/bin/keyfob").toString();
    return new KeyfobProcess(
        Path.of(System.getProperty("keyfob.bin", built)),
        home,
        Map.of(
            "HOME", home.toString(),
            "PATH", System.getenv().getOrDefault("PATH", "/usr/bin:/bin"),
            "JAVA_HOME", System.getProperty("java.home")),
        "",
        Duration.ofSeconds(60));
  }

  public KeyfobProcess with(String variable, String value) {
    Map<String, String> more = new HashMap<>(environment);
    more.put(variable, value);
    return new KeyfobProcess(executable, directory, more, input, timeout);
  }

  public KeyfobProcess in(Path workingDirectory) {
    return new KeyfobProcess(executable, workingDirectory, environment, input, timeout);
  }

  public KeyfobProcess withInput(String text) {
    return new KeyfobProcess(executable, directory, environment, text, timeout);
  }

  public KeyfobProcess within(Duration limit) {
    return new KeyfobProcess(executable, directory, environment, input, limit);
  }

  /**
   * Runs it to its end; blocks for the timeout at most, and then ends it and throws {@link
   * AssertionError}.
   */
  public Result run(String... arguments) {
    try (Running running = start(arguments)) {
      return running.result();
    }
  }

  /** Starts it and returns at once; closing what is returned ends it. */
  public Running start(String... arguments) {
    if (!Files.isExecutable(executable)) {
      throw new IllegalStateException(executable + " is not there; build it first");
    }
    List<String> command = new ArrayList<>(List.of(executable.toString()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(heard(command)).directory(directory.toFile());
    builder.environment().clear();
    builder.environment().putAll(environment);
    try {
      Process process = builder.start();
      Running running = new Running(command, process, timeout);
      feed(process.getOutputStream());
      return running;
    } catch (IOException e) {
      throw new UncheckedIOException(executable + " does not run", e);
    }
  }

  /** Whoever runs the tests may ignore signals, for example a shell in the background. */
  private static List<String> heard(List<String> command) {
    List<String> heard = new ArrayList<>(List.of("env", "--default-signal"));
    heard.addAll(command);
    return heard;
  }

  private void feed(OutputStream stdin) {
    try (stdin) {
      stdin.write(input.getBytes(StandardCharsets.UTF_8));
    } catch (IOException itStoppedReading) {
      // A program may end without having read its input; what it did instead is in its result.
    }
  }
}
