package dev.keyfob.cli.system;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import org.jline.utils.Signals;

/**
 * A command that runs in keyfob's place: with its streams, its working directory, and whatever
 * signals it is sent.
 */
public final class ChildProcess {
  /** What the launcher takes out of keyfob's own way and the command is to have back. */
  static final String SAVED = "KEYFOB_SAVED_";

  static final Set<String> OWN_SECRETS = Set.of("KEYFOB_PASSPHRASE", "KEYFOB_NEW_PASSPHRASE");

  /** The JDK tells the number of the error in its message alone, in one of two spellings. */
  private static final Pattern NO_SUCH_FILE = Pattern.compile("error(=|: )2\\b");

  private static final int MISSING = 127;
  private static final int NOT_EXECUTABLE = 126;

  // A terminal sends these to the command itself.
  private static final List<String> FROM_TERMINAL = List.of("INT", "QUIT");
  private static final List<String> FROM_PROCESSES =
      List.of(
          "TERM", "HUP", "USR1", "USR2", "ALRM", "WINCH", "CONT", "VTALRM", "PROF", "IO", "URG");

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
   * Runs a command in the place of this process if the system can, which then never returns; else
   * as {@link #run}.
   *
   * @param command the program and its arguments, which were the last arguments of this process
   * @param hidden variables that it does not get
   * @param added variables that it gets
   * @return its exit code
   */
  public int replace(List<String> command, Set<String> hidden, Map<String, String> added) {
    system.out().flush();
    system.err().flush();
    if (isReal(system.environment()) && system.osName().startsWith("Linux")) {
      switch (new ProcessReplacement().replace(command, secrets(hidden), added)) {
        case MISSING -> {
          return failed(command.getFirst(), "is not found", MISSING);
        }
        case NOT_EXECUTABLE -> {
          return failed(command.getFirst(), "cannot be executed", NOT_EXECUTABLE);
        }
        case NOT_POSSIBLE_HERE -> {
          // then beside this process
        }
      }
    }
    return run(command, hidden, added);
  }

  /** The variables of the process itself, as opposed to those of a test. */
  @SuppressWarnings("ReferenceEquality") // the JDK has one map of them
  private static boolean isReal(Map<String, String> environment) {
    return environment == System.getenv();
  }

  /** What is for keyfob alone, beside what the caller hides. */
  private static Set<String> secrets(Set<String> hidden) {
    Set<String> all = new HashSet<>(hidden);
    all.addAll(OWN_SECRETS);
    return all;
  }

  /**
   * Runs a command to its end.
   *
   * @param command the program and its arguments
   * @param hidden variables that it does not get
   * @param added variables that it gets besides keyfob's own
   * @return its exit code; 128 and the signal's number if a signal ended it; 127 if there is no
   *     such program, 126 if it cannot be executed
   */
  public int run(List<String> command, Set<String> hidden, Map<String, String> added) {
    system.out().flush();
    system.err().flush();
    ProcessBuilder builder = new ProcessBuilder(command).inheritIO();
    if (!system.workingDirectory().toString().isEmpty()) {
      builder.directory(system.workingDirectory().toAbsolutePath().toFile());
    }
    change(builder.environment(), secrets(hidden), added);
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
    Process process;
    try {
      process = builder.start();
    } catch (IOException e) {
      boolean missing = NO_SUCH_FILE.matcher(String.valueOf(e.getMessage())).find();
      return failed(
          command.getFirst(),
          missing ? "is not found" : "cannot be executed",
          missing ? MISSING : NOT_EXECUTABLE);
    }
    started.complete(process);
    return end(process);
  }

  /**
   * Runs a command that asks nobody anything, and tells what it prints.
   *
   * @param command the program and its arguments
   * @return its standard output; empty if there is no such program, or it fails
   */
  public Optional<String> output(List<String> command) {
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD);
    change(builder.environment(), secrets(Set.of()), Map.of());
    try {
      Process process = builder.start();
      process.getOutputStream().close();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return end(process) == 0 ? Optional.of(said) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** As shells do it, so that a caller can tell it from what the command says. */
  private int failed(String program, String why, int code) {
    system.err().println(SafeText.line("keyfob: The command " + program + " " + why + "."));
    return code;
  }

  /**
   * Only what differs is touched: a variable that is not, the JDK passes on with the bytes that it
   * had, which its text may have lost.
   */
  private void change(
      Map<String, String> inherited, Set<String> hidden, Map<String, String> added) {
    Map<String, String> wanted = restored(system.environment());
    wanted.keySet().removeAll(hidden);
    wanted.putAll(added);
    inherited.keySet().retainAll(wanted.keySet());
    wanted.forEach(
        (name, value) -> {
          if (!value.equals(inherited.get(name))) {
            inherited.put(name, value);
          }
        });
  }

  /** The launcher sets a locale where there was none. */
  static boolean wasUnset(String variable, String saved) {
    return variable.equals("LC_ALL") && saved.isEmpty();
  }

  private static Map<String, String> restored(Map<String, String> environment) {
    Map<String, String> restored = new HashMap<>(environment);
    environment.forEach(
        (name, value) -> {
          if (name.startsWith(SAVED)) {
            restored.remove(name);
            String variable = name.substring(SAVED.length());
            if (wasUnset(variable, value)) {
              restored.remove(variable);
            } else {
              restored.put(variable, value);
            }
          }
        });
    return restored;
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
