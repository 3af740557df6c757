package dev.keyfob.store.keychain.linux;

import dev.keyfob.store.keychain.foreign.NativeMemory;
import dev.keyfob.store.keychain.foreign.WordLibrary;
import java.util.Map;

/** The environment as native code sees it, which Java cannot change. */
final class NativeEnvironment {
  private NativeEnvironment() {}

  /** Sets variables for this process, before any library has looked at them. */
  static void set(Map<String, String> variables) {
    WordLibrary c = WordLibrary.load("libc.so.6");
    try (NativeMemory memory = new NativeMemory()) {
      variables.forEach(
          (name, value) ->
              c.call("setenv", memory.text(name).address(), memory.text(value).address(), 1));
    }
  }
}
