package dev.keyfob.store.file;

import dev.keyfob.auth.api.AccountKey;
import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.Secret;
import dev.keyfob.auth.api.spi.StoreContext;
import dev.keyfob.auth.api.spi.support.Passphrase;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/** Takes documents out of their seals and puts them back. Erases what it was given to seal. */
final class Seals {
  private final StoreContext context;
  private final KeyCache ring;

  Seals(StoreContext context, KeyCache ring) {
    this.context = context;
    this.ring = ring;
  }

  /**
   * The document in a sealed file.
   *
   * @throws MalformedDocumentException if it is damaged
   * @throws AuthException.StoreUnavailable if the passphrase is missing or wrong
   */
  byte[] open(byte[] sealed, Path file, AccountKey owner) throws MalformedDocumentException {
    SealHeader header = SealHeader.read(sealed, file);
    return SealedDocument.open(sealed, header, ring.unlock(header, file, context), owner);
  }

  /**
   * Makes sure that {@link #sealAgain} will have what it needs.
   *
   * @throws AuthException.StoreUnavailable if the passphrase is missing or wrong
   */
  void requireKey(byte[] sealed, Path file) {
    try {
      SealHeader header = SealHeader.read(sealed, file);
      ring.unlock(header, file, context);
    } catch (MalformedDocumentException e) {
      ring.passphrase(file, context);
    }
  }

  /** Seals a document as the file was that it replaces, as far as that can still be read. */
  byte[] sealAgain(byte[] previous, byte[] document, Path file, AccountKey owner) {
    try {
      SealHeader header = SealHeader.read(previous, file);
      return seal(document, ring.unlock(header, file, context), owner);
    } catch (MalformedDocumentException e) {
      return seal(document, ring.passphrase(file, context), owner);
    }
  }

  /** Whether a file is sealed under another passphrase than the one that the environment gives. */
  boolean hasOtherPassphrase(byte[] sealed, Path file) {
    try {
      return ring.configured(context).isPresent()
          && !ring.opens(SealHeader.read(sealed, file), context);
    } catch (MalformedDocumentException e) {
      return false;
    }
  }

  /** Seals a document under a passphrase of its own. */
  byte[] seal(byte[] document, Secret passphrase, AccountKey owner) {
    return seal(document, ring.create(passphrase), owner);
  }

  private byte[] seal(byte[] document, Argon2Key key, AccountKey owner) {
    try {
      return SealedDocument.seal(document, key, ring.nonce(), owner);
    } finally {
      Arrays.fill(document, (byte) 0);
    }
  }

  /** What new documents are sealed under; empty if they are not to be sealed. */
  Optional<Secret> passphraseForNew() {
    return ring.configured(context).map(Passphrase::value);
  }
}
