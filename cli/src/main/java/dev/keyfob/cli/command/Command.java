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
   * Does it.
   *
   * @param session what to work with
   * @return the exit code
   * @throws dev.keyfob.auth.api.AuthException if it cannot be done
   */
  int run(CommandContext session);
}
