package dev.keyfob.store.keychain.windows;

import dev.keyfob.store.keychain.access.KeychainFailure;
import dev.keyfob.store.keychain.foreign.NativeMemory;
import dev.keyfob.store.keychain.foreign.WordLibrary;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * The data protection API of Windows: the key hangs on the user's password, and no prompt is ever
 * shown. Safe for use by many threads.
 *
 * <p>Not run here: written after Microsoft's documentation of {@code CryptProtectData}, and left to
 * {@code .github/workflows/keychain.yml} to run.
 */
public final class Dpapi implements DataProtection {
  private static final int UI_FORBIDDEN = 1;
  private static final int BLOB_SIZE = 16;

  /** Loads nothing yet. */
  public Dpapi() {}

  @Override
  public byte[] seal(byte[] text, byte[] purpose) {
    return transform("CryptProtectData", text, purpose)
        .orElseThrow(
            () ->
                new KeychainFailure(
                    "Windows does not protect the credential for this user.",
                    "log in to Windows with a full user profile"));
  }

  @Override
  public Optional<byte[]> open(byte[] sealed, byte[] purpose) {
    return transform("CryptUnprotectData", sealed, purpose);
  }

  /** Both functions have the same arguments, two of which are out of use here. */
  private static Optional<byte[]> transform(String function, byte[] input, byte[] purpose) {
    WordLibrary crypt32 = WordLibrary.load("crypt32.dll");
    try (NativeMemory memory = new NativeMemory()) {
      MemorySegment output = memory.allocate(BLOB_SIZE);
      int done =
          (int)
              crypt32.call(
                  function,
                  blob(memory, input),
                  0,
                  blob(memory, purpose),
                  0,
                  0,
                  UI_FORBIDDEN,
                  output.address());
      if (done == 0) {
        return Optional.empty();
      }
      return Optional.of(take(output));
    }
  }

  /** struct DATA_BLOB { DWORD cbData; BYTE *pbData; } */
  private static long blob(NativeMemory memory, byte[] bytes) {
    MemorySegment blob = memory.allocate(BLOB_SIZE);
    ByteBuffer fields = NativeMemory.words(blob);
    fields.putInt(0, bytes.length);
    fields.putLong(Long.BYTES, memory.copy(bytes).address());
    return blob.address();
  }

  private static byte[] take(MemorySegment blob) {
    ByteBuffer fields = NativeMemory.words(blob);
    long address = fields.getLong(Long.BYTES);
    int size = fields.getInt(0);
    byte[] bytes = NativeMemory.bytes(address, size);
    NativeMemory.at(address, size).fill((byte) 0);
    WordLibrary.load("kernel32.dll").call("LocalFree", address);
    return bytes;
  }
}
