package dev.keyfob.cli.system;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** Asks the terminal how wide it is, which only a system call or {@code stty} can. */
final class TerminalSize {
  private static final Path TERMINAL = Path.of("/dev/tty");
  private static final int PATIENCE_MILLIS = 500;

  private TerminalSize() {}

  /** The columns; 0 if there is nobody to say. */
  static int columns() {
    if (!Files.exists(TERMINAL)) {
      return 0;
    }
    try {
      Process stty =
          new ProcessBuilder("stty", "size")
              .redirectInput(new File(TERMINAL.toString()))
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      if (!stty.waitFor(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)) {
        stty.destroyForcibly();
        return 0;
      }
      String[] size =
          new String(stty.getInputStream().readAllBytes(), StandardCharsets.US_ASCII)
              .strip()
              .split(" ", -1);
      return size.length == 2 && size[1].matches("[0-9]{1,5}") ? Integer.parseInt(size[1]) : 0;
    } catch (IOException e) {
      return 0;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return 0;
    }
  }
}
