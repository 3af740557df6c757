package dev.keyfob.cli.system;

import dev.keyfob.auth.api.spi.support.Environment;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The clipboard of the desktop that the terminal is on, through the program that the system has for
 * it. What is put there can be read by every program of the desktop, so no secret ever is.
 */
public final class Clipboard {
  private static final long PATIENCE_MILLIS = 1_000;

  private final Map<String, String> environment;
  private final String osName;

  /**
   * Makes one.
   *
   * @param environment the environment variables
   * @param osName the value of the system property {@code os.name}
   */
  public Clipboard(Map<String, String> environment, String osName) {
    this.environment = environment;
    this.osName = osName.toLowerCase(Locale.ROOT);
  }

  /**
   * Copies a text. Blocks for a second at most.
   *
   * @param text no secret
   * @return whether it is there now; false where there is no clipboard
   */
  public boolean copy(String text) {
    return commands().stream()
        .flatMap(
            command ->
                Programs.find(command.getFirst(), environment)
                    .map(
                        program -> {
                          List<String> found = new ArrayList<>(command);
                          found.set(0, program);
                          return found;
                        })
                    .stream())
        .anyMatch(command -> pipe(command, text));
  }

  /** What to try, in order. Those of X11 and Wayland would wait where there is no display. */
  private List<List<String>> commands() {
    if (osName.startsWith("windows")) {
      return List.of(List.of("clip.exe"));
    }
    if (osName.startsWith("mac")) {
      return List.of(List.of("pbcopy"));
    }
    List<List<String>> commands = new ArrayList<>();
    if (has("WAYLAND_DISPLAY")) {
      commands.add(List.of("wl-copy"));
    }
    if (has("DISPLAY")) {
      commands.add(List.of("xclip", "-selection", "clipboard"));
      commands.add(List.of("xsel", "--clipboard", "--input"));
    }
    if (has("WSL_DISTRO_NAME") || has("WSL_INTEROP")) {
      commands.add(List.of("clip.exe"));
    }
    return commands;
  }

  private boolean has(String variable) {
    return Environment.isSet(environment, variable);
  }

  /** The programs that keep a selection go on in the background, without keyfob's streams. */
  private static boolean pipe(List<String> command, String text) {
    try {
      ProcessBuilder builder = new ProcessBuilder(command);
      builder.environment().keySet().removeIf(Clipboard::isNoneOfItsBusiness);
      Process process =
          builder
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      try (OutputStream in = process.getOutputStream()) {
        in.write(text.getBytes(StandardCharsets.UTF_8));
      }
      if (!process.waitFor(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)) {
        process.destroy();
        return false;
      }
      return process.exitValue() == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Such a program needs the display and nothing that may be a credential. */
  private static boolean isNoneOfItsBusiness(String variable) {
    return !variable.equals("PATH")
        && !variable.equals("HOME")
        && !variable.endsWith("DISPLAY")
        && !variable.equals("XAUTHORITY")
        && !variable.startsWith("XDG_")
        && !variable.startsWith("WSL")
        && !variable.equalsIgnoreCase("SystemRoot")
        && !variable.startsWith("LC_")
        && !variable.equals("LANG");
  }
}
