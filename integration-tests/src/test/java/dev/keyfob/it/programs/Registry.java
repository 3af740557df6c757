package dev.keyfob.it.programs;

import dev.keyfob.it.process.KeyfobProcess;
import dev.keyfob.it.process.Running;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * The real {@code docker-registry}, which lets in {@code oauth2} with the password {@link
 * Workplace#PAT}. Thread-safe.
 */
final class Registry implements AutoCloseable {
  /** The user and bcrypt of the password, with few rounds. */
  private static final String HTPASSWD =
      "oauth2:$2b$05$keyfobkeyfobkeyfobke..aFQEch3h93fnDsRTdLqxjWwh2XLYWm6\n";

  private final String host;
  private final Running running;

  private Registry(String host, Running running) {
    this.host = host;
    this.running = running;
  }

  /**
   * Starts it; blocks until it answers.
   *
   * @param folder where it keeps what it is sent
   */
  static Registry start(Path folder, KeyfobProcess programs) throws IOException {
    String host = "127.0.0.1:" + freePort();
    Path users = Files.writeString(folder.resolve("htpasswd"), HTPASSWD);
    Path config = folder.resolve("registry.yml");
    Files.writeString(
        config,
        """
        version: 0.1
        log: {level: error, accesslog: {disabled: true}}
        storage: {filesystem: {rootdirectory: '%s'}}
        http: {addr: '%s'}
        auth: {htpasswd: {realm: registry, path: '%s'}}
        """
            .formatted(folder.resolve("registry"), host, users));
    Registry registry =
        new Registry(host, programs.start("docker-registry", "serve", config.toString()));
    registry.awaitAnswer();
    return registry;
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private void awaitAnswer() {
    long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    try (HttpClient client = HttpClient.newHttpClient()) {
      while (true) {
        try {
          HttpRequest request =
              HttpRequest.newBuilder(URI.create("http://" + host + "/v2/")).build();
          client.send(request, BodyHandlers.discarding());
          return;
        } catch (IOException e) {
          if (!running.handle().isAlive() || System.nanoTime() > end) {
            throw new AssertionError("no registry: " + running.result(), e);
          }
          Thread.sleep(50);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Host and port. */
  String host() {
    return host;
  }

  @Override
  public void close() {
    running.close();
  }
}
