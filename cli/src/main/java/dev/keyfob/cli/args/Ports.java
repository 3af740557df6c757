package dev.keyfob.cli.args;

import dev.keyfob.auth.api.AuthException;

/** The value of {@code --port}. */
public final class Ports {
  private static final int HIGHEST = 65_535;

  private Ports() {}

  /**
   * Reads a port.
   *
   * @param text what was given
   * @param lowest 1, or 0 where that means any port
   * @return the port
   * @throws AuthException.Misconfigured if it is none
   */
  public static int parse(String text, int lowest) {
    try {
      int port = Integer.parseInt(text);
      if (port >= lowest && port <= HIGHEST) {
        return port;
      }
    } catch (NumberFormatException e) {
      // reported below
    }
    throw AuthException.usage("The value of --port is not a port number.", null);
  }
}
