package dev.keyfob.store.file;

import dev.keyfob.auth.api.AccountKey;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.engines.AESEngine;
import org.bouncycastle.crypto.modes.GCMBlockCipher;
import org.bouncycastle.crypto.modes.GCMModeCipher;
import org.bouncycastle.crypto.params.AEADParameters;

/** A document under AES-256-GCM (NIST SP 800-38D), with its header as additional data. */
final class SealedDocument {
  private static final int TAG_BITS = 128;

  private SealedDocument() {}

  /**
   * The file's content for a document. The nonce must never have been used with this key.
   *
   * @param owner whose document it is; it opens as nobody else's
   */
  static byte[] seal(byte[] document, Argon2Key key, byte[] nonce, AccountKey owner) {
    byte[] header = key.header(nonce).bytes();
    GCMModeCipher cipher = cipher(true, key, nonce, bound(header, owner));
    byte[] sealed = Arrays.copyOf(header, header.length + cipher.getOutputSize(document.length));
    try {
      int done = cipher.processBytes(document, 0, document.length, sealed, header.length);
      cipher.doFinal(sealed, header.length + done);
      return sealed;
    } catch (InvalidCipherTextException e) {
      throw new IllegalStateException(e); // encryption has nothing to verify
    }
  }

  private static byte[] bound(byte[] header, AccountKey owner) {
    byte[] name = (owner.profile() + "\0" + owner.account()).getBytes(StandardCharsets.UTF_8);
    byte[] both = Arrays.copyOf(header, header.length + name.length);
    System.arraycopy(name, 0, both, header.length, name.length);
    return both;
  }

  /**
   * The document in a file's content.
   *
   * @param owner whose document it should be
   * @throws MalformedDocumentException if any byte of it has changed, or it is another account's
   */
  static byte[] open(byte[] sealed, SealHeader header, Argon2Key key, AccountKey owner)
      throws MalformedDocumentException {
    int length = sealed.length - SealHeader.BYTES;
    byte[] authenticated = Arrays.copyOf(sealed, SealHeader.BYTES);
    GCMModeCipher cipher =
        cipher(
            false,
            key,
            header.nonce(),
            header.isBound() ? bound(authenticated, owner) : authenticated);
    byte[] document = new byte[cipher.getOutputSize(length)];
    try {
      int done = cipher.processBytes(sealed, SealHeader.BYTES, length, document, 0);
      cipher.doFinal(document, done);
      return document;
    } catch (InvalidCipherTextException e) {
      Arrays.fill(document, (byte) 0);
      throw new MalformedDocumentException(
          "its seal is broken, or it is the document of another account");
    }
  }

  private static GCMModeCipher cipher(
      boolean encrypt, Argon2Key key, byte[] nonce, byte[] authenticated) {
    GCMModeCipher cipher = GCMBlockCipher.newInstance(AESEngine.newInstance());
    cipher.init(encrypt, new AEADParameters(key.forCipher(), TAG_BITS, nonce, authenticated));
    return cipher;
  }
}
