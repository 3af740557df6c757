package dev.keyfob.store.keychain.foreign;

import dev.keyfob.store.keychain.access.KeychainFailure;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Arrays;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * A C library whose functions take pointers and whole numbers only.
 *
 * <p>Each shape of function costs the linker some 7 ms of class generation at start-up, so all are
 * called in one shape: eight machine words in, one out. The calling conventions in use (System V
 * and AAPCS64, and Microsoft's for x64 and ARM64) pass a number of 32 bits in a whole word, and
 * have the caller clean up what the callee did not ask for. A result of fewer bits than a word has
 * rubbish above them, so cast it. Functions with variable arguments, floating point or structures
 * by value cannot be called like this. Safe for use by many threads.
 */
public final class WordLibrary {
  private static final ValueLayout.OfLong WORD = ValueLayout.JAVA_LONG;
  private static final int WORDS = 8;

  private final SymbolLookup symbols;
  private final MethodHandle caller;

  private WordLibrary(SymbolLookup symbols, MethodHandle caller) {
    this.symbols = symbols;
    this.caller = caller;
  }

  /**
   * Loads a library, for as long as the process lives.
   *
   * @param name as the system's loader knows it
   * @return the library, with those it depends on
   * @throws IllegalArgumentException if there is none
   * @throws KeychainFailure if Java may not call native code
   */
  @SuppressWarnings("restricted")
  public static WordLibrary load(String name) {
    try {
      SymbolLookup symbols = SymbolLookup.libraryLookup(name, Arena.global());
      FunctionDescriptor words =
          FunctionDescriptor.of(WORD, WORD, WORD, WORD, WORD, WORD, WORD, WORD, WORD);
      return new WordLibrary(symbols, Linker.nativeLinker().downcallHandle(words));
    } catch (IllegalCallerException e) {
      throw new KeychainFailure(
          "Java may not call native code here, and the keychain needs that.",
          "start Java with --enable-native-access=dev.keyfob.store.keychain",
          e);
    }
  }

  /**
   * The address of a function or a variable.
   *
   * @throws NoSuchElementException if the library is too old to have it
   */
  public long address(String symbol) {
    return segment(symbol).address();
  }

  /**
   * Calls a function.
   *
   * @param function its name
   * @param w its arguments, eight at most
   * @return what it returns
   * @throws NoSuchElementException if the library is too old to have it
   */
  public long call(String function, long... w) {
    long[] a = Arrays.copyOf(w, WORDS);
    try {
      return (long)
          caller.invokeExact(segment(function), a[0], a[1], a[2], a[3], a[4], a[5], a[6], a[7]);
    } catch (RuntimeException | Error failure) {
      throw failure;
    } catch (Throwable failure) {
      throw new IllegalStateException(failure);
    }
  }

  private MemorySegment segment(String symbol) {
    @Nullable MemorySegment found = symbols.find(symbol).orElse(null);
    if (found == null) {
      throw new NoSuchElementException(symbol);
    }
    return found;
  }
}
