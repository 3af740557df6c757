package dev.keyfob.store.keychain.windows;

import dev.keyfob.store.keychain.access.KeychainFailure;
import java.util.Optional;

/** Seals bytes so that only the same user of the same machine can open them. */
public interface DataProtection {
  /**
   * Seals bytes.
   *
   * @param text the secret
   * @param purpose what must be given again to open them, not secret
   * @return the sealed bytes
   * @throws KeychainFailure if the system refuses
   */
  byte[] seal(byte[] text, byte[] purpose);

  /**
   * Opens sealed bytes.
   *
   * @param sealed what {@link #seal} gave
   * @param purpose what was given to it
   * @return the secret; empty if it was sealed by another user, for another purpose, or is damaged
   */
  Optional<byte[]> open(byte[] sealed, byte[] purpose);
}
