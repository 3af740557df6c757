package dev.keyfob.store.keychain.windows;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Optional;

/**
 * Turns bits over, and opens only what the same user has sealed for the same purpose and nobody has
 * changed since.
 *
 * @param user who seals and opens
 */
public record FakeProtection(byte user) implements DataProtection {
  private static final int HEADER = 2;

  @Override
  public byte[] seal(byte[] text, byte[] purpose) {
    ByteArrayOutputStream sealed = new ByteArrayOutputStream();
    sealed.write(user);
    sealed.write(Arrays.hashCode(purpose) + Arrays.hashCode(text));
    for (byte b : text) {
      sealed.write(~b);
    }
    return sealed.toByteArray();
  }

  @Override
  public Optional<byte[]> open(byte[] sealed, byte[] purpose) {
    if (sealed.length < HEADER) {
      return Optional.empty();
    }
    byte[] text = new byte[sealed.length - HEADER];
    for (int i = 0; i < text.length; i++) {
      text[i] = (byte) ~sealed[i + HEADER];
    }
    return Arrays.equals(sealed, seal(text, purpose)) ? Optional.of(text) : Optional.empty();
  }
}
