package dev.keyfob.store.keychain.mac;

import dev.keyfob.store.keychain.foreign.NativeMemory;
import dev.keyfob.store.keychain.foreign.WordLibrary;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The objects of macOS that calls to its keychain are made of, given back together at the end. For
 * one thread. Not run here, as {@link MacKeychain} explains.
 */
final class CoreFoundation implements AutoCloseable {
  private static final long UTF_8 = 0x08000100L;

  private final WordLibrary library;
  private final NativeMemory memory = new NativeMemory();
  private final List<Long> owned = new ArrayList<>();

  CoreFoundation(WordLibrary library) {
    this.library = library;
  }

  /** The value of a global constant, such as {@code kSecClass}. */
  long constant(String name) {
    return pointer(library.address(name));
  }

  /** An empty dictionary that keeps what is put into it. */
  long dictionary() {
    return own(
        library.call(
            "CFDictionaryCreateMutable",
            0,
            0,
            library.address("kCFTypeDictionaryKeyCallBacks"),
            library.address("kCFTypeDictionaryValueCallBacks")));
  }

  void set(long dictionary, String key, long value) {
    library.call("CFDictionarySetValue", dictionary, constant(key), value);
  }

  long string(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return own(
        library.call(
            "CFStringCreateWithBytes", 0, memory.copy(bytes).address(), bytes.length, UTF_8, 0));
  }

  long data(byte[] bytes) {
    return own(library.call("CFDataCreate", 0, memory.copy(bytes).address(), bytes.length));
  }

  byte[] bytes(long data) {
    return NativeMemory.bytes(
        library.call("CFDataGetBytePtr", data), library.call("CFDataGetLength", data));
  }

  /** The texts under one key of the dictionaries in an array. */
  List<String> texts(long array, String key) {
    List<String> texts = new ArrayList<>();
    long count = library.call("CFArrayGetCount", array);
    for (long i = 0; i < count; i++) {
      long dictionary = library.call("CFArrayGetValueAtIndex", array, i);
      long string = library.call("CFDictionaryGetValue", dictionary, constant(key));
      if (string != 0) {
        texts.add(text(string));
      }
    }
    return texts;
  }

  private String text(long string) {
    long encoded = own(library.call("CFStringCreateExternalRepresentation", 0, string, UTF_8, '?'));
    return new String(bytes(encoded), StandardCharsets.UTF_8);
  }

  /** Room for a result that a call gives by reference. */
  MemorySegment result() {
    return memory.allocate(Long.BYTES);
  }

  /** An object that has to be given back. */
  long own(long object) {
    if (object != 0) {
      owned.add(object);
    }
    return object;
  }

  @Override
  public void close() {
    for (long object : owned.reversed()) {
      library.call("CFRelease", object);
    }
    memory.close();
  }

  private static long pointer(long address) {
    return NativeMemory.word(NativeMemory.at(address, Long.BYTES));
  }
}
