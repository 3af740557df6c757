package dev.keyfob.it.reliability;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** The names of a process's threads, where the operating system tells (Linux, 15 characters). */
final class Threads {
  private Threads() {}

  static Stream<String> of(ProcessHandle process) {
    Path folder = Path.of("/proc", Long.toString(process.pid()), "task");
    try (Stream<Path> tasks = Files.list(folder)) {
      return tasks.map(Threads::name).toList().stream();
    } catch (IOException e) {
      return Stream.of(); // it has ended
    }
  }

  private static String name(Path task) {
    try {
      return Files.readString(task.resolve("comm")).strip();
    } catch (IOException e) {
      return "ended";
    }
  }
}
