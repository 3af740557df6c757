package dev.keyfob.it.reliability;

import dev.keyfob.it.process.KeyfobProcess;
import dev.keyfob.it.process.Running;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs the unchanged program and kills it as it enters a system call. */
final class Strace {
  private static final Path PROGRAM = Path.of("/usr/bin/strace");

  private Strace() {}

  static void require() {
    Machine.Outcome outcome =
        Machine.run(
            PROGRAM.toString(),
            "-f",
            "-qq",
            "-o",
            "/dev/null",
            "-e",
            "inject=getppid:signal=KILL",
            "true");
    if (outcome.exitCode() != 0) {
      Machine.lacks("strace that works", outcome);
    }
  }

  /**
   * Starts it.
   *
   * @param keyfob the program
   * @param call the system call, as strace names it
   * @param file only calls on this file count; null for all
   * @param when which of a thread's calls kills it, from 1
   */
  static Running killing(
      KeyfobProcess keyfob, String call, Path file, int when, String... arguments) {
    List<String> options =
        new ArrayList<>(
            List.of(
                "-f",
                "-qq",
                "-o",
                "/dev/null",
                "-e",
                "trace=" + call,
                "-P",
                file.toString(),
                "-e",
                "inject=" + call + ":signal=KILL:when=" + when,
                keyfob.executable().toString()));
    options.addAll(List.of(arguments));
    return new KeyfobProcess(
            PROGRAM, keyfob.directory(), keyfob.environment(), keyfob.input(), keyfob.timeout())
        .start(options.toArray(String[]::new));
  }
}
