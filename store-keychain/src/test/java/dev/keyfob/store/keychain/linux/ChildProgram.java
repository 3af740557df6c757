package dev.keyfob.store.keychain.linux;

import dev.keyfob.auth.api.AccountKey;
import dev.keyfob.auth.testkit.TestProfiles;
import dev.keyfob.store.keychain.KeychainStoreFactory;
import jakarta.json.spi.JsonProvider;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.Writer;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A {@link KeychainProgram} in a process of its own. */
final class ChildProgram implements AutoCloseable {
  private final Process process;
  private final Writer in;
  private final BufferedReader out;

  private ChildProgram(Process process) {
    this.process = process;
    in = process.outputWriter(StandardCharsets.UTF_8);
    out = process.inputReader(StandardCharsets.UTF_8);
  }

  /** Starts the program in an environment, with nobody to ask. */
  static ChildProgram start(Map<String, String> environment) throws IOException {
    return start(environment, "script");
  }

  /** Starts the program in an environment. */
  static ChildProgram start(Map<String, String> environment, String who) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            classPath(),
            KeychainProgram.class.getName(),
            who);
    builder.environment().clear();
    builder.environment().putAll(environment);
    builder.redirectError(ProcessBuilder.Redirect.INHERIT);
    ChildProgram child = new ChildProgram(builder.start());
    if (!"ready".equals(child.receive())) {
      throw new AssertionError("the program does not start");
    }
    return child;
  }

  /** Sends a command and waits for its outcome. */
  String ask(String command) throws IOException {
    send(command);
    return receive();
  }

  void send(String command) throws IOException {
    in.write(command + "\n");
    in.flush();
  }

  String receive() throws IOException {
    return Objects.requireNonNullElse(out.readLine(), "the program has ended");
  }

  /** Ends the program, which must not hang in a native call. */
  @Override
  public void close() throws IOException {
    in.close();
    try {
      if (!process.waitFor(30, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new AssertionError("the program does not end");
      }
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** The process's exit code. */
  int exitCode() {
    return process.exitValue();
  }

  private static String classPath() {
    return Stream.of(
            KeychainStoreFactory.class,
            KeychainProgram.class,
            AccountKey.class,
            TestProfiles.class,
            JsonProvider.class,
            JsonProvider.provider().getClass())
        .map(ChildProgram::location)
        .distinct()
        .collect(Collectors.joining(File.pathSeparator));
  }

  private static String location(Class<?> type) {
    try {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI()).toString();
    } catch (URISyntaxException e) {
      throw new AssertionError(e);
    }
  }

  /** Asks several programs the same at the same time. */
  static List<String> askAll(List<ChildProgram> children, List<String> commands)
      throws IOException {
    for (int i = 0; i < children.size(); i++) {
      children.get(i).send(commands.get(i));
    }
    List<String> answers = new java.util.ArrayList<>();
    for (ChildProgram child : children) {
      answers.add(child.receive());
    }
    return answers;
  }
}
