package com.example.signature;

import dev.keyfob.auth.api.AuthException;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Runs the command that keeps the credentials. Secrets go through pipes, never as arguments. */
final class Command {
  private static final long LIMIT_SECONDS = 10;
  private static final int MAX_BYTES = 1 << 20;

  private final List<String> command;
  private final Map<String, String> environment;

  Command(List<String> command, Map<String, String> environment) {
    this.command = command;
    this.environment = environment;
  }

  boolean isConfigured() {
    return !command.isEmpty();
  }

  /**
   * Runs the command with further arguments. Blocks for 20 seconds at most.
   *
   * @return what it wrote to standard output
   * @throws AuthException.StoreUnavailable if it cannot be run, fails or does not end
   */
  byte[] run(byte[] input, String... arguments) {
    List<String> line = new ArrayList<>(command);
    line.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(line).redirectError(Redirect.DISCARD);
    builder.environment().clear();
    builder.environment().putAll(environment);
    Process process;
    try {
      process = builder.start();
    } catch (IOException e) {
      throw unavailable("cannot be run", e);
    }
    try {
      // On another thread: a command that does not read must not hold us up.
      CompletableFuture<byte[]> output =
          CompletableFuture.supplyAsync(
              () -> exchange(process, input), task -> Thread.ofVirtual().start(task));
      byte[] answer = output.get(LIMIT_SECONDS, TimeUnit.SECONDS);
      if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
        throw unavailable("failed at " + arguments[0], null);
      }
      return answer;
    } catch (TimeoutException | ExecutionException e) {
      throw unavailable("did not answer", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AuthException.Cancelled("Interrupted while waiting for " + command + ".");
    } finally {
      process.destroyForcibly();
    }
  }

  private static byte[] exchange(Process process, byte[] input) {
    try (OutputStream out = process.getOutputStream()) {
      out.write(input);
    } catch (IOException e) {
      // it does not read; whether that matters is for its exit code to say
    }
    try {
      return process.getInputStream().readNBytes(MAX_BYTES);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private AuthException unavailable(String what, @Nullable Throwable e) {
    return new AuthException.StoreUnavailable(
        "The command " + command.getFirst() + " " + what + ".",
        String.join(" ", command) + " list PROFILE",
        e);
  }
}
