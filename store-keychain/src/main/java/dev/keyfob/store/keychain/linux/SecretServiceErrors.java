package dev.keyfob.store.keychain.linux;

import dev.keyfob.store.keychain.access.KeychainFailure;

/**
 * The errors of GLib and libsecret in the words of a person. Their own messages stay out: they may
 * quote whatever the other side has said.
 */
final class SecretServiceErrors {
  private SecretServiceErrors() {}

  /**
   * Explains an error.
   *
   * @param domain the text of the GError's domain
   * @param code its code, as in {@code GDBusError}, {@code GIOErrorEnum} and {@code SecretError}
   */
  static KeychainFailure failure(String domain, int code) {
    return switch (domain + " " + code) {
      case "g-dbus-error-quark 2", "g-dbus-error-quark 3" ->
          new KeychainFailure(
              "No keychain service runs in this desktop session.",
              "start GNOME Keyring, KWallet or KeePassXC");
      case "g-dbus-error-quark 4", "g-dbus-error-quark 20" ->
          new KeychainFailure(
              "The keychain service has gone away in the middle of an answer.", "try again");
      case "g-io-error-quark 18",
          "g-io-error-quark 1",
          "g-io-error-quark 24",
          "g-io-error-quark 39",
          "g-io-error-quark 44" ->
          new KeychainFailure(
              "The D-Bus session that leads to the keychain does not answer.",
              "log in to the desktop again");
      case "secret-error 2" ->
          new KeychainFailure(
              "The system's keychain is locked.", "unlock it by logging in to the desktop");
      default ->
          new KeychainFailure(
              "The system's keychain has failed (" + domain + " " + code + ").",
              "look at it with Seahorse");
    };
  }
}
