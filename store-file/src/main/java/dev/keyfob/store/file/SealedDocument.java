package dev.keyfob.store.file;

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

  /** The file's content for a document. The nonce must never have been used with this key. */
  static byte[] seal(byte[] document, Argon2Key key, byte[] nonce) {
    byte[] header = key.header(nonce).bytes();
    GCMModeCipher cipher = cipher(true, key, nonce, header);
    byte[] sealed = Arrays.copyOf(header, header.length + cipher.getOutputSize(document.length));
    try {
      int done = cipher.processBytes(document, 0, document.length, sealed, header.length);
      cipher.doFinal(sealed, header.length + done);
      return sealed;
    } catch (InvalidCipherTextException e) {
      throw new IllegalStateException(e); // encryption has nothing to verify
    }
  }

  /**
   * The document in a file's content.
   *
   * @throws MalformedDocumentException if any byte of it has changed
   */
  static byte[] open(byte[] sealed, SealHeader header, Argon2Key key)
      throws MalformedDocumentException {
    int length = sealed.length - SealHeader.BYTES;
    byte[] authenticated = Arrays.copyOf(sealed, SealHeader.BYTES);
    GCMModeCipher cipher = cipher(false, key, header.nonce(), authenticated);
    byte[] document = new byte[cipher.getOutputSize(length)];
    try {
      int done = cipher.processBytes(sealed, SealHeader.BYTES, length, document, 0);
      cipher.doFinal(document, done);
      return document;
    } catch (InvalidCipherTextException e) {
      Arrays.fill(document, (byte) 0);
      throw new MalformedDocumentException("its seal is broken");
    }
  }

  private static GCMModeCipher cipher(
      boolean encrypt, Argon2Key key, byte[] nonce, byte[] authenticated) {
    GCMModeCipher cipher = GCMBlockCipher.newInstance(AESEngine.newInstance());
    cipher.init(encrypt, new AEADParameters(key.forCipher(), TAG_BITS, nonce, authenticated));
    return cipher;
  }
}
