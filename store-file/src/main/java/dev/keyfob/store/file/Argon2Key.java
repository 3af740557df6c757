package dev.keyfob.store.file;

import dev.keyfob.auth.api.Secret;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.text.Normalizer;
import java.util.Arrays;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;
import org.bouncycastle.crypto.params.KeyParameter;

/**
 * The key made of a passphrase by Argon2id (RFC 9106), and beside it a check value that is kept in
 * the open. Erased by {@link #close}.
 */
final class Argon2Key implements AutoCloseable {
  private static final int KEY_BYTES = 32;

  private final SealHeader.Cost cost;
  private final byte[] salt;
  private final byte[] check;
  private final byte[] key;
  private boolean erased;

  private Argon2Key(SealHeader.Cost cost, byte[] salt, byte[] output) {
    this.cost = cost;
    this.salt = salt.clone();
    this.key = Arrays.copyOf(output, KEY_BYTES);
    this.check = Arrays.copyOfRange(output, KEY_BYTES, output.length);
  }

  /** Derives a key. Blocks for about a second; the memory it took is erased. */
  static Argon2Key derive(Secret passphrase, SealHeader.Cost cost, byte[] salt) {
    byte[] output = argon2(passphrase, cost, salt, KEY_BYTES + SealHeader.CHECK_BYTES);
    try {
      return new Argon2Key(cost, salt, output);
    } finally {
      Arrays.fill(output, (byte) 0);
    }
  }

  static byte[] argon2(Secret passphrase, SealHeader.Cost cost, byte[] salt, int length) {
    byte[] text = utf8(passphrase);
    try {
      Argon2BytesGenerator generator = new Argon2BytesGenerator();
      generator.init(
          new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
              .withVersion(Argon2Parameters.ARGON2_VERSION_13)
              .withIterations(cost.passes())
              .withMemoryAsKB(cost.kibibytes())
              .withParallelism(cost.lanes())
              .withSalt(salt)
              .build());
      byte[] output = new byte[length];
      generator.generateBytes(text, output);
      return output;
    } finally {
      Arrays.fill(text, (byte) 0);
    }
  }

  /** Keyboards differ in how they compose an accented letter; a passphrase must not. */
  private static byte[] utf8(Secret passphrase) {
    return Normalizer.normalize(passphrase.reveal(), Normalizer.Form.NFC)
        .getBytes(StandardCharsets.UTF_8);
  }

  /** Whether this is what the key of a header's passphrase is derived from and comes out as. */
  boolean opens(SealHeader header) {
    return cost.equals(header.cost())
        && Arrays.equals(salt, header.salt())
        && MessageDigest.isEqual(check, header.check());
  }

  /** The header of the next document under this key. */
  SealHeader header(byte[] nonce) {
    return new SealHeader(SealHeader.VERSION, cost, salt, check, nonce);
  }

  /** A copy for a cipher. Not to be had of an erased key, which would be all zeros. */
  synchronized KeyParameter forCipher() {
    if (erased) {
      throw new IllegalStateException("the key has been erased");
    }
    return new KeyParameter(key);
  }

  @Override
  public synchronized void close() {
    erased = true;
    Arrays.fill(key, (byte) 0);
  }
}
