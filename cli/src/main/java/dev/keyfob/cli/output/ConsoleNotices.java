package dev.keyfob.cli.output;

import dev.keyfob.auth.api.Notices;
import dev.keyfob.cli.system.SafeText;
import java.io.PrintStream;
import java.util.function.Supplier;

/** Notices on standard error: warnings always, steps when they are wanted. */
public final class ConsoleNotices implements Notices {
  private final PrintStream err;
  private final boolean json;
  private final boolean verbose;

  /**
   * Makes one.
   *
   * @param err where notices go
   * @param json whether a program reads them, which gets one JSON object on each line
   * @param verbose whether to tell the steps taken
   */
  public ConsoleNotices(PrintStream err, boolean json, boolean verbose) {
    this.err = err;
    this.json = json;
    this.verbose = verbose;
  }

  @Override
  public void warn(String sentence) {
    print("warning", sentence);
  }

  @Override
  public void trace(Supplier<String> line) {
    if (verbose) {
      print("trace", line.get());
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
