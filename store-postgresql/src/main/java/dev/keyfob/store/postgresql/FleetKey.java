package dev.keyfob.store.postgresql;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.params.KeyParameter;

/**
 * A key of 256 bits that the machines of a fleet share and the server does not have.
 *
 * @param id tells keys apart, and nothing about the key
 */
@SuppressWarnings("ArrayRecordComponent") // compared by the id alone
record FleetKey(byte[] id, KeyParameter forCipher) {
  static final int ID_BYTES = 8;
  private static final int BYTES = 32;
  private static final byte[] LABEL = "keyfob fleet key".getBytes(StandardCharsets.US_ASCII);

  /**
   * Reads a key as {@code openssl rand -base64 32} or {@code -hex 32} writes it.
   *
   * @return empty if it is none
   */
  static Optional<FleetKey> parse(String text) {
    byte[] bytes;
    try {
      if (text.length() == 2 * BYTES && text.matches("[0-9a-fA-F]+")) {
        bytes = HexFormat.of().parseHex(text);
      } else {
        bytes = Base64.getDecoder().decode(text.replace('-', '+').replace('_', '/'));
      }
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
    try {
      return bytes.length == BYTES ? Optional.of(of(bytes)) : Optional.empty();
    } finally {
      Arrays.fill(bytes, (byte) 0);
    }
  }

  private static FleetKey of(byte[] bytes) {
    SHA256Digest digest = new SHA256Digest();
    digest.update(LABEL, 0, LABEL.length);
    digest.update(bytes, 0, BYTES);
    byte[] hash = new byte[digest.getDigestSize()];
    digest.doFinal(hash, 0);
    return new FleetKey(Arrays.copyOf(hash, ID_BYTES), new KeyParameter(bytes));
  }

  /** The text of a new key. */
  static String create() {
    byte[] bytes = new byte[BYTES];
    new SecureRandom().nextBytes(bytes);
    try {
      return Base64.getEncoder().encodeToString(bytes);
    } finally {
      Arrays.fill(bytes, (byte) 0);
    }
  }

  boolean is(byte[] other) {
    return Arrays.equals(id, other);
  }

  /** Hides the key. */
  @Override
  public String toString() {
    return "FleetKey[hidden]";
  }
}
