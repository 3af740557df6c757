package dev.keyfob.store.keychain.mac;

import dev.keyfob.store.keychain.access.KeychainFailure;

/** The result codes of the macOS keychain (SecBase.h) in the words of a person. */
final class MacKeychainErrors {
  private MacKeychainErrors() {}

  static KeychainFailure failure(int status) {
    return switch (status) {
      case -25308, -25293 -> locked(); // errSecInteractionNotAllowed, errSecAuthFailed
      case -128 -> // errSecUserCanceled
          new KeychainFailure("The macOS keychain stays locked.", "try again and allow access");
      case -25307 -> // errSecNoDefaultKeychain
          new KeychainFailure(
              "This user has no macOS keychain.", "create one with Keychain Access");
      default ->
          new KeychainFailure(
              "The macOS keychain has failed (OSStatus " + status + ").",
              "look it up: security error " + status);
    };
  }

  static KeychainFailure locked() {
    return new KeychainFailure(
        "The macOS keychain is locked, or does not know this program yet.",
        "unlock it: security unlock-keychain");
  }
}
