package dev.keyfob.junit.keycloak;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Waits until a server serves the discovery document of its first realm.
 *
 * @param server its address
 * @param limit how long to wait at most
 */
record Readiness(URI server, Duration limit) {
  static final String PATH = "/realms/master/.well-known/openid-configuration";

  private static final Duration PAUSE = Duration.ofMillis(250);
  private static final int TAIL = 20;

  /**
   * Blocks until the realm answers; throws with the end of the log when the server ends or is too
   * slow.
   */
  void await(Process process, Path log) {
    long deadline = System.nanoTime() + limit.toNanos();
    try (HttpClient http = HttpClient.newHttpClient()) {
      while (!answers(http)) {
        if (process.waitFor(PAUSE.toMillis(), TimeUnit.MILLISECONDS)) {
          throw new IllegalStateException("Keycloak ended while starting: " + tail(log));
        }
        if (System.nanoTime() > deadline) {
          throw new IllegalStateException("Keycloak was not ready in " + limit + ": " + tail(log));
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while Keycloak was starting", e);
    }
  }

  private boolean answers(HttpClient http) throws InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(server + PATH)).timeout(Duration.ofSeconds(10)).build();
    try {
      return http.send(request, BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException notYet) {
      return false;
    }
  }

  private static String tail(Path log) {
    try {
      List<String> lines = Files.readAllLines(log);
      return String.join("\n", lines.subList(Math.max(0, lines.size() - TAIL), lines.size()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
