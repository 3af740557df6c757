package dev.keyfob.cli.command;

/** A command with its arguments understood. Immutable. */
public interface Command {
  /**
   * The options that every command takes.
   *
   * @return the options
   */
  GlobalOptions globals();

  /**
   * Runs the command.
   *
   * @param context the library, and where output goes
   * @return the exit code
   * @throws dev.keyfob.auth.api.AuthException if it cannot be done
   */
  int run(CommandContext context);
}
