package dev.keyfob.auth.api.spi.support;

import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.stability.Evolving;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;

/**
 * A command of the user's that prints a key or a token: a key management service's, {@code age}, a
 * password manager's.
 */
@Evolving
public final class ShellCommand {
  private static final long SECONDS = 30;
  private static final int MAX_BYTES = 1 << 16;

  /** keyfob's own secrets, which no other program is asked for. */
  private static final Pattern OWN_SECRETS =
      Pattern.compile("KEYFOB_(PASSPHRASE|POSTGRESQL_PASSWORD|FLEET_KEY).*");

  private ShellCommand() {}

  /** Why there is no output; the message completes a sentence that begins with the command. */
  public static final class Failed extends Exception {
    private static final long serialVersionUID = 1L;

    private Failed(String how) {
      super(how);
    }

    private Failed(String how, Exception cause) {
      super(how, cause);
    }
  }

  /**
   * Runs a command in the system's shell, without input and without keyfob's own secrets in its
   * environment; what it says on standard error is the user's to read. Blocks for 30 seconds at
   * most.
   *
   * @param command a command line for {@code /bin/sh}, on Windows for {@code cmd.exe}
   * @param environment what the command sees
   * @return what it has printed, as UTF-8, at most 64 KiB
   * @throws Failed if it cannot be run, does not end in time, or ends with another code than 0
   * @throws AuthException.Cancelled if the thread is interrupted
   */
  public static String output(String command, Map<String, String> environment) throws Failed {
    Process process = null;
    try {
      Process started = start(command, environment);
      process = started;
      started.getOutputStream().close();
      FutureTask<String> output = new FutureTask<>(() -> read(started));
      Thread.ofVirtual().name("keyfob-command").start(output);
      String text = output.get(SECONDS, TimeUnit.SECONDS);
      if (!started.waitFor(SECONDS, TimeUnit.SECONDS) || started.exitValue() != 0) {
        throw new Failed("has failed");
      }
      return text;
    } catch (TimeoutException e) {
      throw new Failed("has not ended within " + SECONDS + " seconds", e);
    } catch (IOException | ExecutionException e) {
      throw new Failed("cannot be run", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AuthException.Cancelled("Interrupted while waiting for a command.");
    } finally {
      if (process != null) {
        process.destroyForcibly();
      }
    }
  }

  private static Process start(String command, Map<String, String> environment) throws IOException {
    boolean windows = File.separatorChar == '\\';
    ProcessBuilder builder =
        new ProcessBuilder(
            windows ? List.of("cmd.exe", "/c", command) : List.of("/bin/sh", "-c", command));
    builder.environment().clear();
    builder.environment().putAll(environment);
    builder.environment().keySet().removeIf(name -> OWN_SECRETS.matcher(name).matches());
    builder.redirectError(ProcessBuilder.Redirect.INHERIT);
    return builder.start();
  }

  private static String read(Process process) throws IOException {
    try (InputStream in = process.getInputStream()) {
      return new String(in.readNBytes(MAX_BYTES), StandardCharsets.UTF_8);
    }
  }
}
