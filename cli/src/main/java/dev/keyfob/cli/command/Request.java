package dev.keyfob.cli.command;

/** A command with its arguments understood. Immutable. */
public interface Request {
  /**
   * The options that every command takes.
   *
   * @return the options
   */
  Globals globals();

  /**
   * Does it.
   *
   * @param session what to work with
   * @return the exit code
   * @throws dev.keyfob.auth.api.AuthException if it cannot be done
   */
  int run(Session session);
}
