package dev.keyfob.cli.system;

import dev.keyfob.auth.api.AuthException;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jline.utils.Signals;

/**
 * A command that runs in keyfob's place: with its streams, its working directory, and whatever
 * signals it is sent.
 */
public final class ChildProcess {
  /** What the launcher takes out of keyfob's own way and the command is to have back. */
  private static final String SAVED = "KEYFOB_SAVED_";

  // A terminal sends these to the command itself.
  private static final List<String> FROM_TERMINAL = List.of("INT", "QUIT");
  private static final List<String> FROM_PROCESSES = List.of("TERM", "HUP");

  private final SystemEnvironment system;

  /**
   * Prepares to run a command.
   *
   * @param system the system
   */
  public ChildProcess(SystemEnvironment system) {
    this.system = system;
  }

  /**
   * Runs a command to its end.
   *
   * @param command the program and its arguments
   * @param added variables that it gets besides keyfob's own
   * @return its exit code; 128 and the signal's number if a signal ended it
   * @throws AuthException.Misconfigured if it cannot be started
   */
  public int run(List<String> command, Map<String, String> added) {
    system.out().flush();
    system.err().flush();
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .inheritIO()
            .directory(system.workingDirectory().toAbsolutePath().toFile());
    builder.environment().clear();
    builder.environment().putAll(restored(system.environment()));
    builder.environment().putAll(added);
    // Heard of before there is a command to pass them on to, which may be quick to call for one.
    CompletableFuture<Process> started = new CompletableFuture<>();
    FROM_PROCESSES.forEach(signal -> forward(signal, started));
    boolean terminal = system.tty().in() || system.tty().err();
    FROM_TERMINAL.forEach(
        signal -> {
          if (terminal) {
            Signals.register(signal, () -> {});
          } else {
            forward(signal, started);
          }
        });
    Process process = start(builder, command.getFirst());
    started.complete(process);
    return end(process);
  }

  private static Map<String, String> restored(Map<String, String> environment) {
    Map<String, String> restored = new HashMap<>(environment);
    environment.forEach(
        (name, value) -> {
          if (name.startsWith(SAVED)) {
            restored.remove(name);
            restored.put(name.substring(SAVED.length()), value);
          }
        });
    return restored;
  }

  private static Process start(ProcessBuilder builder, String program) {
    try {
      return builder.start();
    } catch (IOException e) {
      throw AuthException.usage(
          "The command " + program + " is not found or cannot be executed.", null);
    }
  }

  private static void forward(String signal, CompletableFuture<Process> started) {
    Signals.register(signal, () -> send(signal, started.join()));
  }

  /** Java itself can send no signal but TERM and KILL; every POSIX shell can. */
  private static void send(String signal, Process process) {
    try {
      new ProcessBuilder(
              "/bin/sh", "-c", "kill -s \"$0\" \"$1\"", signal, Long.toString(process.pid()))
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .start();
    } catch (IOException e) {
      process.destroy();
    }
  }

  private static int end(Process process) {
    while (true) {
      try {
        return process.waitFor();
      } catch (InterruptedException e) {
        process.destroy();
      }
    }
  }
}
