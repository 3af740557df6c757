package dev.keyfob.store.keychain.linux;

import dev.keyfob.auth.api.spi.support.Environment;
import dev.keyfob.store.keychain.access.KeychainFailure;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * What the environment says about the desktop session, for an answer where there is none before any
 * library is loaded.
 */
public final class DesktopSession {
  private final Map<String, String> environment;

  /**
   * Looks at an environment, which must be the process's own: the library looks there again.
   *
   * @param environment the environment variables
   */
  public DesktopSession(Map<String, String> environment) {
    this.environment = environment;
  }

  /**
   * Makes sure that there is a session bus to ask.
   *
   * @throws KeychainFailure if there is none
   */
  void requireBus() {
    if (isSet("DBUS_SESSION_BUS_ADDRESS")) {
      return;
    }
    if (!isSet("XDG_RUNTIME_DIR")
        || !Files.exists(Path.of(environment.get("XDG_RUNTIME_DIR"), "bus"))) {
      throw new KeychainFailure(
          "There is no D-Bus session here, and so no keychain.", "start one with dbus-run-session");
    }
  }

  /**
   * Whether the person at the terminal would see a password prompt. The keychain's service shows it
   * on its own display, which over SSH is in another room.
   */
  public boolean canAsk() {
    return (isSet("DISPLAY") || isSet("WAYLAND_DISPLAY")) && !isSet("SSH_CONNECTION");
  }

  private boolean isSet(String variable) {
    return Environment.isSet(environment, variable);
  }
}
