package dev.keyfob.cli.system;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Puts a command in this process's place, {@code execve(2)}: it gets every signal, because there is
 * nobody else to get it, and its arguments and its environment byte for byte as they were given,
 * whatever the locale has made of them in Java's strings. Linux alone tells a process the bytes
 * that it was started with.
 */
final class ProcessReplacement {
  private static final int NOT_FOUND = 2;
  private static final int SIG_SETMASK = 2;
  private static final int SET_DESCRIPTOR_FLAGS = 2;
  private static final int CLOSE_ON_EXEC = 1;
  private static final int SIGNAL_SET_BYTES = 128;
  private static final StructLayout STATE = Linker.Option.captureStateLayout();

  private final Path self;

  ProcessReplacement() {
    this(Path.of("/proc/self"));
  }

  ProcessReplacement(Path self) {
    this.self = self;
  }

  /**
   * Replaces this process; returns only if that has failed.
   *
   * @param command the last arguments of this process
   * @param removed the variables that the command does not inherit
   * @param added the variables that it gets
   * @return why not
   */
  Failure replace(List<String> command, Set<String> removed, Map<String, String> added) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment argv = vector(arguments(command), arena);
      MemorySegment environment =
          vector(environment(Files.readAllBytes(self.resolve("environ")), removed, added), arena);
      return execute(arena, argv, environment);
    } catch (IOException | RuntimeException | LinkageError e) {
      return Failure.NOT_POSSIBLE_HERE;
    }
  }

  /** Why a process was not replaced. */
  enum Failure {
    /** There is no such program. */
    MISSING,
    /** There is one that cannot be executed. */
    NOT_EXECUTABLE,
    /** This system does not let it be done in this way. */
    NOT_POSSIBLE_HERE
  }

  /** The bytes of arguments that this process was given last. */
  List<byte[]> arguments(List<String> command) throws IOException {
    List<byte[]> all = entries(Files.readAllBytes(self.resolve("cmdline")));
    if (all.size() <= command.size()) {
      throw new IOException("the command is not among this process's arguments");
    }
    List<byte[]> last = all.subList(all.size() - command.size(), all.size());
    for (int i = 0; i < last.size(); i++) {
      String given = command.get(i);
      boolean plain = given.chars().allMatch(c -> c > 0 && c < 0x7f && c != '?');
      if (plain && !given.equals(new String(last.get(i), StandardCharsets.ISO_8859_1))) {
        throw new IOException("the command is not among this process's arguments");
      }
    }
    return last;
  }

  /** The environment as it was, but for what the launcher has put aside and what is asked for. */
  static List<byte[]> environment(byte[] environ, Set<String> removed, Map<String, String> added) {
    List<byte[]> kept = new ArrayList<>();
    List<byte[]> restored = new ArrayList<>();
    Set<String> gone = new HashSet<>(removed);
    gone.addAll(added.keySet());
    for (byte[] entry : entries(environ)) {
      String text = new String(entry, StandardCharsets.ISO_8859_1);
      if (text.startsWith(ChildProcess.SAVED)) {
        String saved = text.substring(ChildProcess.SAVED.length());
        gone.add(name(saved));
        boolean wasUnset =
            ChildProcess.wasUnset(name(saved), saved.substring(saved.indexOf('=') + 1));
        if (saved.indexOf('=') >= 0 && !wasUnset && !removed.contains(name(saved))) {
          restored.add(saved.getBytes(StandardCharsets.ISO_8859_1));
        }
      } else {
        kept.add(entry);
      }
    }
    kept.removeIf(entry -> gone.contains(name(new String(entry, StandardCharsets.ISO_8859_1))));
    restored.removeIf(
        entry -> added.containsKey(name(new String(entry, StandardCharsets.ISO_8859_1))));
    kept.addAll(restored);
    added.forEach((name, value) -> kept.add((name + "=" + value).getBytes(StandardCharsets.UTF_8)));
    return kept;
  }

  private static String name(String entry) {
    int sign = entry.indexOf('=', 1);
    return sign < 0 ? entry : entry.substring(0, sign);
  }

  private static List<byte[]> entries(byte[] content) {
    List<byte[]> entries = new ArrayList<>();
    int start = 0;
    for (int i = 0; i < content.length; i++) {
      if (content[i] == 0) {
        entries.add(Arrays.copyOfRange(content, start, i));
        start = i + 1;
      }
    }
    return entries;
  }

  private static MemorySegment vector(List<byte[]> texts, Arena arena) {
    MemorySegment vector = arena.allocate(ValueLayout.ADDRESS, texts.size() + 1L);
    for (int i = 0; i < texts.size(); i++) {
      byte[] text = texts.get(i);
      MemorySegment copy = arena.allocate(text.length + 1L);
      MemorySegment.copy(text, 0, copy, ValueLayout.JAVA_BYTE, 0, text.length);
      vector.setAtIndex(ValueLayout.ADDRESS, i, copy);
    }
    return vector; // an arena's memory is zero, and so is the end of the vector
  }

  private Failure execute(Arena arena, MemorySegment argv, MemorySegment environment)
      throws IOException {
    MethodHandle mask =
        handle(
            "pthread_sigmask",
            FunctionDescriptor.of(
                ValueLayout.JAVA_INT,
                ValueLayout.JAVA_INT,
                ValueLayout.ADDRESS,
                ValueLayout.ADDRESS));
    MethodHandle control =
        handle(
            "fcntl",
            FunctionDescriptor.of(
                ValueLayout.JAVA_INT,
                ValueLayout.JAVA_INT,
                ValueLayout.JAVA_INT,
                ValueLayout.JAVA_INT),
            Linker.Option.firstVariadicArg(2));
    MethodHandle exec =
        handle(
            "execvpe",
            FunctionDescriptor.of(
                ValueLayout.JAVA_INT,
                ValueLayout.ADDRESS,
                ValueLayout.ADDRESS,
                ValueLayout.ADDRESS),
            Linker.Option.captureCallState("errno"));
    MemorySegment state = arena.allocate(STATE);
    MemorySegment nothing = arena.allocate(SIGNAL_SET_BYTES);
    try {
      for (int descriptor : openDescriptors()) {
        int _ = (int) control.invokeExact(descriptor, SET_DESCRIPTOR_FLAGS, CLOSE_ON_EXEC);
      }
      // The virtual machine blocks signals in its threads that it hears in one of its own.
      int _ = (int) mask.invokeExact(SIG_SETMASK, nothing, MemorySegment.NULL);
      int _ =
          (int) exec.invokeExact(state, argv.getAtIndex(ValueLayout.ADDRESS, 0), argv, environment);
    } catch (Throwable e) { // what a method handle declares
      throw new IOException("the process was not replaced", e);
    }
    int error =
        (int) STATE.varHandle(MemoryLayout.PathElement.groupElement("errno")).get(state, 0L);
    return error == NOT_FOUND ? Failure.MISSING : Failure.NOT_EXECUTABLE;
  }

  /** Those of the virtual machine; the three standard streams are the command's. */
  private List<Integer> openDescriptors() throws IOException {
    List<Integer> open = new ArrayList<>();
    try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(self.resolve("fd"))) {
      for (Path descriptor : descriptors) {
        int number = Integer.parseInt(descriptor.getFileName().toString());
        if (number > 2) {
          open.add(number);
        }
      }
    }
    return open;
  }

  @SuppressWarnings("restricted") // the launcher grants this module native access
  private static MethodHandle handle(
      String function, FunctionDescriptor descriptor, Linker.Option... options) {
    Linker linker = Linker.nativeLinker();
    return linker.downcallHandle(linker.defaultLookup().findOrThrow(function), descriptor, options);
  }
}
