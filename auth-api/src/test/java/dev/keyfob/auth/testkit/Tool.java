package dev.keyfob.auth.testkit;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * A line of {@code integration-tests/tools}.
 *
 * @param name what tests call it
 * @param programs any of these will do: a program on the {@code PATH}, or a path below the cache of
 *     the user, which begins with {@code CACHE/}
 * @param sources Debian packages, or {@code !} and the script that fetches it
 */
record Tool(String name, List<String> programs, List<String> sources) {

  static Tool named(String name) {
    try (Stream<String> lines = Files.lines(table())) {
      return lines
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .map(line -> List.of(line.strip().split(" +")))
          .filter(words -> words.getFirst().equals(name))
          .map(w -> new Tool(name, List.of(w.get(1).split(",")), w.subList(2, w.size())))
          .findFirst()
          .orElseThrow(() -> new IllegalArgumentException(table() + " has no tool " + name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  boolean isThere() {
    return programs.stream().anyMatch(Tool::isThere);
  }

  /** That it is missing, and the remedy. */
  String absence() {
    String first = sources.getFirst();
    String remedy =
        first.startsWith("!") ? first.substring(1) : "apt-get install " + String.join(" ", sources);
    return name + " is not installed (" + remedy + ", or ./verify)";
  }

  private static boolean isThere(String program) {
    if (program.startsWith("CACHE/")) {
      return Files.isExecutable(cache().resolve(program.substring("CACHE/".length())));
    }
    return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
  }

  private static Path cache() {
    return Path.of(
        Objects.requireNonNullElse(
            System.getenv("XDG_CACHE_HOME"), System.getProperty("user.home") + "/.cache"));
  }

  /** Tests run in the folder of their module. */
  private static Path table() {
    return Path.of("..", "integration-tests", "tools");
  }
}
