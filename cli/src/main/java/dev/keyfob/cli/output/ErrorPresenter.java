package dev.keyfob.cli.output;

import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.ErrorCode;
import dev.keyfob.cli.system.SafeText;
import java.io.PrintStream;
import java.util.List;
import java.util.Optional;

/** Says what went wrong: to a person in a sentence and a hint, to a program in one line of JSON. */
public final class ErrorPresenter {
  private final List<String> arguments;
  private final PrintStream err;
  private final boolean json;
  private final boolean verbose;
  private final Style style;

  /**
   * Makes one.
   *
   * @param err where errors go
   * @param json whether a program reads them
   * @param verbose whether the stack trace of an unexpected error is wanted
   */
  public ErrorPresenter(PrintStream err, boolean json, boolean verbose) {
    this(err, json, verbose, List.of(), Style.NONE);
  }

  /**
   * Makes one that repeats no key.
   *
   * @param err where errors go
   * @param json whether a program reads them
   * @param verbose whether the stack trace of an unexpected error is wanted
   * @param arguments what the command was given, among which there may be a key by mistake
   * @param style the colours
   */
  public ErrorPresenter(
      PrintStream err, boolean json, boolean verbose, List<String> arguments, Style style) {
    this.style = style;
    this.arguments = arguments;
    this.err = err;
    this.json = json;
    this.verbose = verbose;
  }

  /**
   * Reports an error that has a name.
   *
   * @param error the error
   * @return the exit code
   */
  public int report(AuthException error) {
    print(
        error.code().id(),
        EchoedKeys.hide(message(error), arguments),
        error.hint().map(hint -> EchoedKeys.hide(hint, arguments)),
        error.retryable());
    return ExitCode.of(error.code());
  }

  /**
   * Reports a fault of this program. Only its kind is told: the message of an unknown exception may
   * quote what it choked on, which may be a secret.
   *
   * @param fault the fault
   * @return the exit code
   */
  public int report(Throwable fault) {
    print(
        "unexpected",
        "Unexpected error (" + fault.getClass().getSimpleName() + ").",
        verbose ? Optional.empty() : Optional.of("run it again with --verbose and report it"),
        false);
    if (verbose) {
      for (Throwable cause = fault; cause != null; cause = cause.getCause()) {
        err.println("  " + cause.getClass().getName());
        for (StackTraceElement element : cause.getStackTrace()) {
          err.println("    at " + element);
        }
      }
    }
    return ExitCode.FAILED;
  }

  private void print(String code, String message, Optional<String> hint, boolean retryable) {
    if (json) {
      err.println(line(code, message, hint, retryable));
    } else {
      Hint what = Hint.of(hint);
      err.println(style.bad("keyfob:") + " " + SafeText.line(what.after(message)));
      for (int i = 0; i < what.commands().size(); i++) {
        err.println(
            (i == 0 ? "  try: " : "   or: ") + style.accent(SafeText.line(what.commands().get(i))));
      }
    }
    err.flush();
  }

  /**
   * An error as programs read it, wherever it is told to them.
   *
   * @param error the error
   * @return one line of JSON
   */
  public static String line(AuthException error) {
    return line(error.code().id(), message(error), error.hint(), error.retryable());
  }

  private static String line(
      String code, String message, Optional<String> hint, boolean retryable) {
    Hint what = Hint.of(hint);
    Json error =
        new Json()
            .put("code", code)
            .put("message", what.after(message))
            .putText("hint", what.lines())
            .put("retryable", retryable);
    return Json.line(new Json().put("error", error.build()).build());
  }

  private static String message(AuthException error) {
    String message = error.getMessage();
    return message == null ? ErrorCode.API_ERROR.id() : message;
  }
}
