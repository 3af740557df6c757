package dev.keyfob.cli.system;

import java.io.Console;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Asks the system. The JDK only tells whether input and output are both terminals, which is not
 * enough: in {@code key=$(keyfob token)} a person is there and standard output is a pipe. A
 * launcher that knows passes the numbers of the descriptors that are terminals; Linux tells by
 * itself.
 */
public final class SystemTty implements Tty {
  private static final Path DESCRIPTORS = Path.of("/proc/self/fd");

  private final @Nullable String told;
  private final Supplier<@Nullable Console> console;

  /**
   * Makes one.
   *
   * @param told the digits of the descriptors that are terminals, such as {@code 012}; null if
   *     nobody has told
   * @param console the JDK's answer, for systems without descriptors to look at
   */
  public SystemTty(@Nullable String told, Supplier<@Nullable Console> console) {
    this.told = told;
    this.console = console;
  }

  @Override
  public boolean in() {
    return isTerminal('0');
  }

  @Override
  public boolean out() {
    return isTerminal('1');
  }

  @Override
  public boolean err() {
    return isTerminal('2');
  }

  @Override
  public int columns() {
    return TerminalSize.columns();
  }

  private boolean isTerminal(char descriptor) {
    if (told != null) {
      return told.indexOf(descriptor) >= 0;
    }
    if (Files.exists(DESCRIPTORS)) {
      return isTerminalDevice(DESCRIPTORS.resolve(String.valueOf(descriptor)));
    }
    Console known = console.get();
    return known != null && known.isTerminal();
  }

  private static boolean isTerminalDevice(Path descriptor) {
    try {
      String device = Files.readSymbolicLink(descriptor).toString();
      return device.startsWith("/dev/pts/")
          || device.startsWith("/dev/tty")
          || device.equals("/dev/console");
    } catch (IOException e) {
      return false; // closed
    }
  }
}
