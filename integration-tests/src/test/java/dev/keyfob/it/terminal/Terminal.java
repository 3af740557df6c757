package dev.keyfob.it.terminal;

import dev.keyfob.it.Fixtures;
import dev.keyfob.it.process.KeyfobProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;

/**
 * A program in a terminal of its own, by tmux: what is looked at is the screen as a person sees it,
 * not the bytes that drew it. For one thread.
 */
public final class Terminal implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration GLANCE = Duration.ofMillis(20);
  private static final int ROWS = 30;

  /** Tells the pictures of one command apart. */
  private static final AtomicInteger COUNT = new AtomicInteger();

  private final Path directory;
  private final Path socket;
  private final String name;

  private Terminal(Path directory, String arguments) {
    this.directory = directory;
    name = arguments.replaceAll("[^A-Za-z0-9]+", "-");
    socket = directory.resolve("tmux");
  }

  /**
   * Starts keyfob in a terminal.
   *
   * @param columns how wide it is
   * @param arguments a shell's words, with redirections if wanted
   */
  public static Terminal start(KeyfobProcess keyfob, int columns, String arguments) {
    try {
      Terminal terminal =
          new Terminal(Files.createTempDirectory(keyfob.directory(), "terminal"), arguments);
      Files.writeString(terminal.directory.resolve("tmux.conf"), "set -g escape-time 0\n");
      Files.writeString(terminal.program(), terminal.script(keyfob, arguments));
      terminal.tmux(
          "-f",
          terminal.directory.resolve("tmux.conf").toString(),
          "-u",
          "new-session",
          "-d",
          "-x",
          String.valueOf(columns),
          "-y",
          String.valueOf(ROWS),
          "exec /bin/sh " + quoted(terminal.program().toString()));
      return terminal;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path program() {
    return directory.resolve("program");
  }

  /** Its end is in the file, once that is there. */
  private Path ending() {
    return directory.resolve("ending");
  }

  /** A shell that outlives the program, for a look at the terminal that it leaves behind. */
  private String script(KeyfobProcess keyfob, String arguments) {
    StringBuilder variables = new StringBuilder("TERM=\"$TERM\" LANG=C.UTF-8");
    keyfob
        .environment()
        .forEach((name, value) -> variables.append(' ').append(name + "=" + quoted(value)));
    return """
    trap : INT
    cd %s
    env -i %s %s %s
    echo $? >%5$s.new
    mv %5$s.new %5$s
    exec sleep 600
    """
        .formatted(
            quoted(keyfob.directory().toString()),
            variables,
            quoted(keyfob.executable().toString()),
            arguments,
            quoted(ending().toString()));
  }

  /** Presses keys by the names that tmux has for them, such as {@code Down} or {@code C-c}. */
  public void press(String... keys) {
    for (String key : keys) {
      tmux("send-keys", key);
    }
  }

  /** Types a text. */
  public void type(String text) {
    tmux("send-keys", "-l", text);
  }

  /** Pastes a text, however long it is, by way of a file. */
  public void paste(String text) {
    try {
      Path file = Files.writeString(directory.resolve("clipboard"), text);
      tmux("load-buffer", file.toString());
      tmux("paste-buffer", "-d");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Changes the width of the window. */
  public void resize(int columns) {
    tmux("resize-window", "-x", String.valueOf(columns), "-y", String.valueOf(ROWS));
  }

  /** What the screen shows, lines that were broken at its edge put together again. */
  public String screen() {
    return tmux("capture-pane", "-p", "-J");
  }

  /** The rows as they are on the screen, without the empty ones. */
  public List<String> rows() {
    return tmux("capture-pane", "-p").lines().filter(line -> !line.isBlank()).toList();
  }

  /** What the screen shows, with the escape sequences for its colours. */
  public String colours() {
    return tmux("capture-pane", "-p", "-e");
  }

  /** Whether the cursor is to be seen. */
  public boolean cursorIsVisible() {
    return tmux("display-message", "-p", "#{cursor_flag}").strip().equals("1");
  }

  /** Waits until the screen shows a text, and gives all of it. */
  public String await(String text) {
    return await(screen -> screen.contains(text), "shows no \"" + text + "\"");
  }

  /**
   * Waits until the screen is as wanted, and gives it.
   *
   * @param complaint what is wrong with it otherwise
   */
  public String await(Predicate<String> wanted, String complaint) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    String screen = screen();
    while (!wanted.test(screen)) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("the screen " + complaint + ":\n" + screen);
      }
      LockSupport.parkNanos(GLANCE.toNanos());
      screen = screen();
    }
    return screen;
  }

  /** Waits for the end of the program and gives its exit code. */
  public int exitCode() {
    await(screen -> Files.exists(ending()), "is that of a program that does not end");
    try {
      return Integer.parseInt(Files.readString(ending()).strip());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Ends the program, if it still runs, and the terminal. What it showed last is kept in {@code
   * target/screenshots}, to be looked at: {@code cat} shows it with its colours.
   */
  @Override
  public void close() {
    try {
      Path folder = Files.createDirectories(Fixtures.load().module().resolve("target/screenshots"));
      Files.writeString(
          folder.resolve("terminal-%s-%d.ansi".formatted(name, COUNT.incrementAndGet())),
          colours());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      tmux("kill-server");
    }
  }

  private String tmux(String... arguments) {
    List<String> command = new ArrayList<>(List.of("tmux", "-S", socket.toString()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().keySet().removeIf(name -> name.startsWith("TMUX"));
    try {
      Process process = builder.start();
      process.getOutputStream().close();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS) || process.exitValue() != 0) {
        throw new AssertionError(arguments[0] + " failed: " + said);
      }
      return said;
    } catch (IOException e) {
      throw new UncheckedIOException("tmux does not run; install it first", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  private static String quoted(String word) {
    return "'" + word.replace("'", "'\\''") + "'";
  }
}
