package dev.keyfob.cli.system;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Programs by their names. They are looked for in the absolute directories of {@code PATH} only, so
 * that one planted in the working directory is not run (CVE-2025-24789).
 */
final class Programs {
  private Programs() {}

  /** Where a program is; empty if {@code PATH} does not lead to it. */
  static Optional<String> find(String program, Map<String, String> environment) {
    for (String directory : environment.getOrDefault("PATH", "").split(File.pathSeparator, -1)) {
      Path candidate = Path.of(directory, program);
      if (candidate.isAbsolute()
          && Files.isRegularFile(candidate)
          && Files.isExecutable(candidate)) {
        return Optional.of(candidate.toString());
      }
    }
    return Optional.empty();
  }
}
