package dev.keyfob.auth.oauth.source;

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

/** A command that prints a key or a token, such as one of a key management service. */
final class SourceCommand {
  private static final long SECONDS = 30;
  private static final int MAX_BYTES = 1 << 16;

  private SourceCommand() {}

  /** Runs it in the system's shell; what it says on standard error is the person's to read. */
  static String run(String command, Map<String, String> environment) {
    boolean windows = System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("windows");
    ProcessBuilder builder =
        new ProcessBuilder(
            windows ? List.of("cmd.exe", "/c", command) : List.of("/bin/sh", "-c", command));
    builder.environment().clear();
    builder.environment().putAll(environment);
    builder.environment().keySet().removeIf(name -> name.startsWith("KEYFOB_PASSPHRASE"));
    builder.redirectError(ProcessBuilder.Redirect.INHERIT);
    Process process = null;
    try {
      Process started = builder.start();
      process = started;
      started.getOutputStream().close();
      FutureTask<String> output = new FutureTask<>(() -> read(started));
      Thread.ofVirtual().name("keyfob-source").start(output);
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
      throw new AuthException.Cancelled("Interrupted while waiting for a command of the profile.");
    } finally {
      if (process != null) {
        process.destroyForcibly();
      }
    }
  }

  private static String read(Process process) throws IOException {
    try (InputStream in = process.getInputStream()) {
      return new String(in.readNBytes(MAX_BYTES), StandardCharsets.UTF_8);
    }
  }

  private static AuthException failed(String how, @Nullable Exception cause) {
    return new AuthException.Misconfigured(
        dev.keyfob.auth.api.ErrorCode.OAUTH_NOT_CONFIGURED,
        "The command that the profile names for its key or token " + how + ".",
        "run it by hand to see why",
        cause);
  }
}
