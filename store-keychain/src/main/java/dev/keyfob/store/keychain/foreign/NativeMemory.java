package dev.keyfob.store.keychain.foreign;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Memory for the arguments of native calls, zeroed when it is given back. For one thread.
 *
 * <p>Memory is read and written through byte buffers: the other ways make the JDK generate code for
 * variable handles, which costs some 6 ms at start-up.
 */
public final class NativeMemory implements AutoCloseable {
  private final Arena arena = Arena.ofConfined();
  private final List<MemorySegment> segments = new ArrayList<>();

  /** Room for bytes. */
  public MemorySegment allocate(long size) {
    MemorySegment segment = arena.allocate(Math.max(size, 1), Long.BYTES);
    segments.add(segment);
    return segment;
  }

  /** A copy of bytes. */
  public MemorySegment copy(byte[] bytes) {
    MemorySegment segment = allocate(bytes.length);
    segment.asByteBuffer().put(bytes);
    return segment;
  }

  /** A text as C has it: UTF-8, ended by a zero byte. */
  public MemorySegment text(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    MemorySegment segment = allocate(bytes.length + 1L);
    segment.asByteBuffer().put(bytes);
    return segment;
  }

  /** The word at the start of a segment. */
  public static long word(MemorySegment segment) {
    return words(segment).getLong(0);
  }

  /** A segment as words and numbers in the machine's byte order. */
  public static ByteBuffer words(MemorySegment segment) {
    return segment.asByteBuffer().order(ByteOrder.nativeOrder());
  }

  /**
   * Memory that a native call has given.
   *
   * @param address where it is, not zero
   * @param size how many bytes there are
   */
  @SuppressWarnings("restricted")
  public static MemorySegment at(long address, long size) {
    return MemorySegment.ofAddress(address).reinterpret(size);
  }

  /** A copy of memory that a native call has given. */
  public static byte[] bytes(long address, long size) {
    byte[] bytes = new byte[Math.toIntExact(size)];
    if (bytes.length > 0) {
      at(address, size).asByteBuffer().get(bytes);
    }
    return bytes;
  }

  @Override
  public void close() {
    for (MemorySegment segment : segments) {
      segment.fill((byte) 0);
    }
    arena.close();
  }
}
