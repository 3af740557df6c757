package dev.keyfob.cli;

import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.ErrorCode;
import dev.keyfob.auth.api.spi.support.FileFailure;
import dev.keyfob.cli.args.ArgumentParser;
import dev.keyfob.cli.command.Command;
import dev.keyfob.cli.command.CommandContext;
import dev.keyfob.cli.output.ErrorPresenter;
import dev.keyfob.cli.output.ExitCode;
import dev.keyfob.cli.output.StandardOutput;
import dev.keyfob.cli.output.Style;
import dev.keyfob.cli.system.Restart;
import dev.keyfob.cli.system.SystemEnvironment;
import java.io.IOException;
import java.util.List;

/** One command from its arguments to its exit code. Nothing that goes wrong leaves it. */
public final class CommandLine {
  private CommandLine() {}

  /**
   * Runs a command.
   *
   * @param args the arguments without the program's name
   * @param system the system
   * @return the exit code
   */
  public static int run(List<String> args, SystemEnvironment system) {
    try {
      Commands commands = new Commands();
      Command command = new ArgumentParser(commands).parse(args);
      try (CommandContext context = new CommandContext(system, command.globals(), commands)) {
        int code = run(command, context);
        return code == ExitCode.DONE && system.out().checkError() ? outputLost(system, args) : code;
      }
    } catch (AuthException e) {
      if (Restart.helps(e, system)) {
        return Restart.run(args, system);
      }
      return errors(system, args).report(e);
    } catch (Throwable e) { // the virtual machine would say it where nobody hears it
      return errors(system, args).report(e);
    } finally {
      system.out().flush();
      system.err().flush();
    }
  }

  /** A name that nothing has may be one misspelled. */
  private static int run(Command command, CommandContext context) {
    try {
      return command.run(context);
    } catch (AuthException.Misconfigured e) {
      throw e.code() == ErrorCode.PROFILE_NOT_FOUND ? context.withSuggestion(e) : e;
    }
  }

  /** A reader who has seen enough is no error to be told of; a full disk is. */
  private static int outputLost(SystemEnvironment system, List<String> args) {
    IOException failure =
        system.out() instanceof StandardOutput out ? out.failure().orElse(null) : null;
    if (failure == null || !StandardOutput.isReaderGone(failure)) {
      String reason = failure == null ? "" : ": " + FileFailure.reason(failure);
      errors(system, args)
          .report(
              new AuthException.Transient(
                  ErrorCode.API_ERROR,
                  "Standard output could not be written" + reason + ".",
                  failure));
    }
    return ExitCode.FAILED;
  }

  /** What a command line that was not understood asked for can still be told by its words. */
  private static ErrorPresenter errors(SystemEnvironment system, List<String> args) {
    boolean nobody = !system.tty().out() && !system.tty().err();
    return new ErrorPresenter(
        system.err(),
        nobody || options(args).contains("--json"),
        isVerbose(args),
        options(args),
        Style.of(system, system.tty().err()));
  }

  /** Whether more is to be told than the result. */
  static boolean isVerbose(List<String> args) {
    List<String> options = options(args);
    return options.contains("--verbose") || options.contains("-v") || options.contains("-vv");
  }

  private static List<String> options(List<String> args) {
    int end = args.indexOf("--");
    return end < 0 ? args : args.subList(0, end);
  }
}
