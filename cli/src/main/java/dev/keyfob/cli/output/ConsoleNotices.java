package dev.keyfob.cli.output;

import dev.keyfob.auth.api.Notices;
import dev.keyfob.cli.system.SafeText;
import dev.keyfob.cli.system.SystemEnvironment;
import java.io.PrintStream;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Notices on standard error: warnings, each once, and steps when they are wanted there or in a
 * file.
 */
public final class ConsoleNotices implements Notices {
  private final PrintStream err;
  private final boolean json;
  private final boolean quiet;
  private final int verbosity;
  private final @Nullable LogFile file;
  private final Set<String> warned = new HashSet<>();

  private ConsoleNotices(
      PrintStream err, boolean json, boolean quiet, int verbosity, @Nullable LogFile file) {
    this.err = err;
    this.json = json;
    this.quiet = quiet;
    this.verbosity = verbosity;
    this.file = file;
  }

  /**
   * As the command line and {@code KEYFOB_LOG} want it: {@code 1} is {@code -v}, {@code 2} is
   * {@code -vv}, and an absolute path is a file to add everything to.
   *
   * @param system where notices go
   * @param json whether a program reads them
   * @param quiet whether only errors are wanted
   * @param verbosity how often {@code -v} is given
   * @return the notices
   */
  public static ConsoleNotices of(
      SystemEnvironment system, boolean json, boolean quiet, int verbosity) {
    String log = system.environment().getOrDefault("KEYFOB_LOG", "").strip();
    int wanted =
        switch (log) {
          case "1", "true", "on" -> 1;
          case "2" -> 2;
          default -> 0;
        };
    return new ConsoleNotices(
        system.err(),
        json,
        quiet,
        Math.max(wanted, verbosity),
        log.startsWith("/") || log.indexOf(':') == 1 ? new LogFile(log, system.clock()) : null);
  }

  @Override
  public void warn(String sentence) {
    if (!quiet && isNew(sentence)) {
      print("warning", sentence);
    }
    log("warning", sentence);
  }

  private synchronized boolean isNew(String sentence) {
    return warned.add(sentence);
  }

  @Override
  public void trace(Supplier<String> line) {
    tell(1, "trace", line);
  }

  @Override
  public void detail(Supplier<String> line) {
    tell(2, "detail", line);
  }

  private void tell(int level, String kind, Supplier<String> line) {
    if (verbosity < level && file == null) {
      return;
    }
    String text = line.get();
    if (verbosity >= level) {
      print(kind, text);
    }
    log(kind, text);
  }

  private void log(String kind, String text) {
    if (file != null) {
      file.add(kind + ": " + SafeText.line(text));
    }
  }

  private void print(String kind, String text) {
    if (json) {
      err.println(Json.line(new Json().put(kind, text).build()));
    } else {
      err.println(kind + ": " + SafeText.line(text));
    }
    err.flush();
  }
}
