package dev.keyfob.it.plugin;

import dev.keyfob.it.Fixtures;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/** The plugin in {@code docs/examples/plugin}, as its own build has made it. */
final class SamplePlugin {
  /** What the service knows the key by. */
  static final String KEY_ID = "build-7";

  private SamplePlugin() {}

  static Path jar() {
    return Fixtures.load()
        .module()
        .resolve("target/sample-plugin/target/keyfob-signature-1.0.0.jar");
  }

  static KeyPair keys() {
    try {
      return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The key as a person or a script gives it to keyfob. */
  static String text(KeyPair keys) {
    return KEY_ID + ":" + Base64.getEncoder().encodeToString(keys.getPrivate().getEncoded());
  }
}
