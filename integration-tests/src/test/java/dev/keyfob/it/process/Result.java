package dev.keyfob.it.process;

import java.util.List;

/**
 * What a finished run left behind.
 *
 * @param command the program and its arguments
 * @param exitCode the exit code; -1 in a failure message about a process that had not ended
 * @param stdout all of standard output
 * @param stderr all of standard error
 */
public record Result(List<String> command, int exitCode, String stdout, String stderr) {

  /** Laid out for a person who reads a failed assertion. */
  @Override
  public String toString() {
    return """
    %s
    exit code: %d
    --- stdout
    %s
    --- stderr
    %s
    """
        .formatted(
            String.join(" ", command), exitCode, stdout.stripTrailing(), stderr.stripTrailing());
  }
}
