package dev.keyfob.store.postgresql;

import dev.keyfob.auth.api.AccountKey;
import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.CredentialDocument;
import dev.keyfob.auth.api.spi.support.JsonText;
import jakarta.json.JsonException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.engines.AESEngine;
import org.bouncycastle.crypto.modes.GCMBlockCipher;
import org.bouncycastle.crypto.modes.GCMModeCipher;
import org.bouncycastle.crypto.params.AEADParameters;

/**
 * Documents under AES-256-GCM (NIST SP 800-38D). Profile, account and version are authenticated
 * with each, so that a row of another account or an old copy of a row does not open.
 */
final class Envelope {
  private static final byte[] MAGIC = {'k', 'f', 's', 1};
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;
  private static final int HEADER_BYTES = MAGIC.length + FleetKey.ID_BYTES + NONCE_BYTES;

  private final FleetKeys keys;
  private final SecureRandom random = new SecureRandom();

  Envelope(FleetKeys keys) {
    this.keys = keys;
  }

  /** Seals a document under the first key. */
  byte[] seal(CredentialDocument document, AccountKey account, long version) {
    byte[] text = JsonText.compact(document.json()).getBytes(StandardCharsets.UTF_8);
    byte[] nonce = new byte[NONCE_BYTES];
    random.nextBytes(nonce);
    byte[] header =
        ByteBuffer.allocate(HEADER_BYTES).put(MAGIC).put(keys.sealing().id()).put(nonce).array();
    GCMModeCipher cipher = cipher(true, keys.sealing(), nonce, header, account, version);
    byte[] sealed = Arrays.copyOf(header, HEADER_BYTES + cipher.getOutputSize(text.length));
    try {
      int done = cipher.processBytes(text, 0, text.length, sealed, HEADER_BYTES);
      cipher.doFinal(sealed, HEADER_BYTES + done);
      return sealed;
    } catch (InvalidCipherTextException e) {
      throw new IllegalStateException(e); // encryption has nothing to verify
    } finally {
      Arrays.fill(text, (byte) 0);
    }
  }

  /**
   * Opens a document.
   *
   * @throws AuthException.StoreUnavailable if this machine does not have its key
   * @throws AuthException.StoreCorrupt if it was changed, or is another account's or an old one
   */
  CredentialDocument open(byte[] sealed, AccountKey account, long version) {
    if (sealed.length < HEADER_BYTES + TAG_BITS / Byte.SIZE
        || !Arrays.equals(sealed, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
      throw corrupt(account);
    }
    byte[] header = Arrays.copyOf(sealed, HEADER_BYTES);
    FleetKey key =
        keys.find(Arrays.copyOfRange(header, MAGIC.length, MAGIC.length + FleetKey.ID_BYTES))
            .orElseThrow(() -> otherKey(account));
    byte[] nonce = Arrays.copyOfRange(header, HEADER_BYTES - NONCE_BYTES, HEADER_BYTES);
    GCMModeCipher cipher = cipher(false, key, nonce, header, account, version);
    byte[] text = new byte[cipher.getOutputSize(sealed.length - HEADER_BYTES)];
    try {
      int done = cipher.processBytes(sealed, HEADER_BYTES, sealed.length - HEADER_BYTES, text, 0);
      cipher.doFinal(text, done);
      return CredentialDocument.of(JsonText.parseObject(text));
    } catch (InvalidCipherTextException | JsonException e) {
      throw corrupt(account);
    } finally {
      Arrays.fill(text, (byte) 0);
    }
  }

  /** Whether the key in use has sealed it. */
  boolean isCurrent(byte[] sealed) {
    return sealed.length > HEADER_BYTES
        && keys.sealing()
            .is(Arrays.copyOfRange(sealed, MAGIC.length, MAGIC.length + FleetKey.ID_BYTES));
  }

  private static GCMModeCipher cipher(
      boolean encrypt,
      FleetKey key,
      byte[] nonce,
      byte[] header,
      AccountKey account,
      long version) {
    GCMModeCipher cipher = GCMBlockCipher.newInstance(AESEngine.newInstance());
    cipher.init(
        encrypt,
        new AEADParameters(
            key.forCipher(), TAG_BITS, nonce, authenticated(header, account, version)));
    return cipher;
  }

  /** Lengths before the names, so that no two accounts come to the same bytes. */
  private static byte[] authenticated(byte[] header, AccountKey account, long version) {
    byte[] profile = account.profile().getBytes(StandardCharsets.UTF_8);
    byte[] name = account.account().getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(
            header.length + 2 * Integer.BYTES + profile.length + name.length + Long.BYTES)
        .put(header)
        .putInt(profile.length)
        .put(profile)
        .putInt(name.length)
        .put(name)
        .putLong(version)
        .array();
  }

  private static AuthException otherKey(AccountKey account) {
    return new AuthException.StoreUnavailable(
        "The credentials of " + account + " are sealed under a fleet key that this machine lacks.",
        "export " + FleetKeys.FILE_VARIABLE + "=\"$FILE\"",
        null);
  }

  private static AuthException corrupt(AccountKey account) {
    return new AuthException.StoreCorrupt(
        "What the database has for "
            + account
            + " was changed by something else than keyfob, or is of another account or time.",
        account.loginCommand(),
        null);
  }
}
