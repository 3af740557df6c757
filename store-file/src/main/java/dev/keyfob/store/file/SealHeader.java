package dev.keyfob.store.file;

import dev.keyfob.auth.api.AuthException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * What stands before the ciphertext of a sealed document: a line of text that says what it is, then
 * the version, the function that makes the key out of the passphrase, its cost, the salt, a check
 * value that tells a wrong passphrase from a damaged document, and the nonce. All of it is
 * authenticated together with the ciphertext.
 *
 * @param version 1, or 2 if the document is bound to its account
 * @param cost how much work the passphrase takes
 * @param salt 16 bytes, new with every passphrase
 * @param check 16 bytes derived beside the key
 * @param nonce 12 bytes, new with every write
 */
@SuppressWarnings("ArrayRecordComponent") // headers are parts of a file, never compared
record SealHeader(byte version, Cost cost, byte[] salt, byte[] check, byte[] nonce) {
  static final int SALT_BYTES = 16;
  static final int CHECK_BYTES = 16;
  static final int NONCE_BYTES = 12;

  private static final byte[] MAGIC = "keyfob sealed\n".getBytes(StandardCharsets.US_ASCII);

  /** The version before, whose documents open for any account; written anew as the current one. */
  private static final byte UNBOUND = 1;

  /** What is written: the name of the account is authenticated as well. */
  static final byte VERSION = 2;

  private static final byte ARGON2ID = 1;

  /** The length of every header of this version. */
  static final int BYTES =
      MAGIC.length + 2 + 3 * Integer.BYTES + SALT_BYTES + CHECK_BYTES + NONCE_BYTES;

  /**
   * The cost of Argon2id (RFC 9106 section 3.1).
   *
   * @param passes over the memory
   * @param kibibytes of memory
   * @param lanes that could be filled at once
   */
  record Cost(int passes, int kibibytes, int lanes) {
    /** Second recommended option of RFC 9106 section 4. */
    static final Cost STANDARD = new Cost(3, 64 * 1024, 4);

    /** Beyond this, a file is an attempt to make its reader fall over. */
    private static final Cost LIMIT =
        new Cost(8, mostKibibytes(Runtime.getRuntime().maxMemory()), 16);

    /** Half of the heap, since the rest is in use, but never less than what is written here. */
    static int mostKibibytes(long heap) {
      return (int) Math.clamp(heap / 2 / 1024, (long) STANDARD.kibibytes, 256L * 1024);
    }

    boolean sane() {
      return passes >= 1
          && passes <= LIMIT.passes
          && lanes >= 1
          && lanes <= LIMIT.lanes
          && kibibytes >= 8 * lanes
          && kibibytes <= LIMIT.kibibytes;
    }
  }

  /** Whether a file's content is a sealed document, of whatever version. */
  static boolean startsWith(byte[] content) {
    return content.length > MAGIC.length
        && Arrays.equals(content, 0, MAGIC.length, MAGIC, 0, MAGIC.length);
  }

  /**
   * Reads the header. Nothing that it asks for has been allocated when it is refused.
   *
   * @throws MalformedDocumentException if it is damaged
   * @throws AuthException.StoreUnavailable if it is of a later version
   */
  static SealHeader read(byte[] content, Object where) throws MalformedDocumentException {
    if (content[MAGIC.length] > VERSION) {
      throw new AuthException.StoreUnavailable(
          where + " was sealed by a later version of keyfob and is left as it is.",
          "update keyfob",
          null);
    }
    if (content.length < BYTES) {
      throw new MalformedDocumentException("it ends too early");
    }
    ByteBuffer header = ByteBuffer.wrap(content, MAGIC.length, BYTES - MAGIC.length);
    byte version = header.get();
    if (version < UNBOUND || header.get() != ARGON2ID) {
      throw new MalformedDocumentException("its header is damaged");
    }
    Cost cost = new Cost(header.getInt(), header.getInt(), header.getInt());
    if (!cost.sane()) {
      throw new MalformedDocumentException("its header asks for an absurd amount of work");
    }
    return new SealHeader(
        version,
        cost,
        take(header, SALT_BYTES),
        take(header, CHECK_BYTES),
        take(header, NONCE_BYTES));
  }

  byte[] bytes() {
    return ByteBuffer.allocate(BYTES)
        .put(MAGIC)
        .put(version)
        .put(ARGON2ID)
        .putInt(cost.passes())
        .putInt(cost.kibibytes())
        .putInt(cost.lanes())
        .put(salt)
        .put(check)
        .put(nonce)
        .array();
  }

  /** Whether the account is part of what is authenticated. */
  boolean isBound() {
    return version > UNBOUND;
  }

  private static byte[] take(ByteBuffer from, int length) {
    byte[] bytes = new byte[length];
    from.get(bytes);
    return bytes;
  }
}
