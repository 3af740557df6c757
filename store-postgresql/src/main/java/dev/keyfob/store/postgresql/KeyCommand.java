package dev.keyfob.store.postgresql;

import dev.keyfob.auth.api.AuthException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** A command that prints a key, such as one of a key management service, or {@code age}. */
final class KeyCommand {
  private static final long SECONDS = 30;
  private static final int MAX_BYTES = 4096;

  private KeyCommand() {}

  /**
   * Runs it in the system's shell; blocks for 30 seconds at most.
   *
   * @throws AuthException.StoreUnavailable if it fails
   */
  static String run(String command, Map<String, String> environment) {
    boolean windows = System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("windows");
    ProcessBuilder builder =
        new ProcessBuilder(
            windows ? List.of("cmd.exe", "/c", command) : List.of("/bin/sh", "-c", command));
    builder.environment().clear();
    builder.environment().putAll(environment);
    builder.environment().keySet().removeIf(name -> name.startsWith(DriverProperties.PASSWORD));
    builder.redirectError(ProcessBuilder.Redirect.DISCARD);
    Process process = null;
    try {
      Process started = builder.start();
      process = started;
      started.getOutputStream().close();
      FutureTask<String> output = new FutureTask<>(() -> read(started));
      Thread.ofVirtual().name("keyfob-fleet-key").start(output);
      String text = output.get(SECONDS, TimeUnit.SECONDS);
      if (!started.waitFor(SECONDS, TimeUnit.SECONDS) || started.exitValue() != 0) {
        throw failed("has failed", null);
      }
      return text;
    } catch (TimeoutException e) {
      throw failed("has not ended within " + SECONDS + " seconds", e);
    } catch (IOException | ExecutionException e) {
      throw failed("cannot be run", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AuthException.Cancelled("Interrupted while waiting for the fleet key.");
    } finally {
      if (process != null) {
        process.destroyForcibly();
      }
    }
  }

  private static String read(Process process) throws IOException {
    try (InputStream in = process.getInputStream()) {
      return new String(in.readNBytes(MAX_BYTES), StandardCharsets.US_ASCII);
    }
  }

  private static AuthException failed(String how, @Nullable Exception cause) {
    return new AuthException.StoreUnavailable(
        "The command in " + FleetKeys.COMMAND_VARIABLE + " " + how + ".",
        "run it by hand: sh -c \"$" + FleetKeys.COMMAND_VARIABLE + "\"",
        cause);
  }
}
