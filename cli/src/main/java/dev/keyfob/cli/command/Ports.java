package dev.keyfob.cli.command;

import dev.keyfob.auth.api.AuthException;

/** The value of {@code --port}. */
final class Ports {
  private static final int HIGHEST = 65_535;

  private Ports() {}

  /**
   * Reads a port.
   *
   * @param text what was given
   * @return the port, 0 for any
   * @throws AuthException.Misconfigured if it is none
   */
  static int parse(String text) {
    try {
      int port = Integer.parseInt(text);
      if (port >= 0 && port <= HIGHEST) {
        return port;
      }
    } catch (NumberFormatException e) {
      // reported below
    }
    throw AuthException.usage("The value of --port is not a port number.", null);
  }
}
