package dev.keyfob.it.systems;

import dev.keyfob.it.process.KeyfobProcess;
import dev.keyfob.it.process.Result;
import dev.keyfob.it.process.Running;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;

/** The vendor's own {@code hyperframes}, in the same home as keyfob. Immutable. */
record HyperframesTool(KeyfobProcess process) {
  private static final Pattern ADDRESS = Pattern.compile("(http\\S+response_type=code\\S*)");

  /**
   * The tool that {@code .ci/vendor-tools} has fetched: for tests that need {@code hyperframes}.
   */
  static HyperframesTool of(User user, Map<String, String> environment) {
    Path cache =
        Path.of(
            Objects.requireNonNullElse(
                System.getenv("XDG_CACHE_HOME"), System.getProperty("user.home") + "/.cache"));
    Path tool = cache.resolve("keyfob/hyperframes/hyperframes");
    KeyfobProcess process = KeyfobProcess.atHome(user.home());
    process =
        new KeyfobProcess(
                tool, process.directory(), process.environment(), "", Duration.ofSeconds(60))
            .with("NO_COLOR", "1")
            .with("DO_NOT_TRACK", "1")
            .with("HYPERFRAMES_NO_TELEMETRY", "1")
            .with("HYPERFRAMES_NO_UPDATE_CHECK", "1")
            .with("HYPERFRAMES_NO_AUTO_INSTALL", "1");
    for (Map.Entry<String, String> variable : environment.entrySet()) {
      process = process.with(variable.getKey(), variable.getValue());
    }
    return new HyperframesTool(process);
  }

  Result auth(String... arguments) {
    String[] command = new String[arguments.length + 1];
    command[0] = "auth";
    System.arraycopy(arguments, 0, command, 1, arguments.length);
    return process.run(command);
  }

  /** Runs {@code auth}, which has to succeed. */
  Result ok(String... arguments) {
    Result result = auth(arguments);
    if (result.exitCode() != 0) {
      throw new AssertionError("it failed: " + result);
    }
    return result;
  }

  /**
   * Logs in by OAuth: goes where it prints that somebody has to go, on a terminal, without which it
   * does not log in.
   */
  Result login() {
    String onTerminal =
        "exec script -qfec '" + process.executable() + " auth login' /dev/null 1>&2";
    KeyfobProcess shell =
        new KeyfobProcess(
            Path.of("/bin/sh"), process.directory(), process.environment(), "", process.timeout());
    try (Running login = shell.start("-c", onTerminal)) {
      URI address = URI.create(login.awaitStderr(ADDRESS).group(1));
      try (HttpClient browser = HttpClient.newBuilder().followRedirects(Redirect.ALWAYS).build()) {
        browser.send(HttpRequest.newBuilder(address).build(), BodyHandlers.discarding());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      return login.result();
    }
  }
}
