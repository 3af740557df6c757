package dev.keyfob.junit.keycloak;

import dev.keyfob.auth.api.Secret;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Keycloak as a process of this machine, from its distribution. */
final class ProcessKeycloak {
  /**
   * For Keycloak's JVM. It lives for minutes: optimising its code would cost more than running it
   * (39 s against 24 s).
   */
  static final String QUICK_START = "-XX:TieredStopAtLevel=1";

  private static final Duration START_LIMIT = Duration.ofMinutes(5);
  private static final String ADMIN = "admin";

  private ProcessKeycloak() {}

  static KeycloakServer start(Settings settings) {
    Distribution distribution = Distribution.of(settings);
    int port = freePort();
    URI address = URI.create("http://localhost:" + port);
    Path log = settings.logs().resolve("keycloak-" + port + ".log");
    Secret password = NewPassword.random();
    Process process = launch(distribution, port, password, log);
    try {
      new Readiness(address, START_LIMIT).await(process, log);
      return new KeycloakServer(
          AdminApi.of(address, ADMIN, password),
          "as a process",
          () -> {
            stop(process);
            distribution.close();
          });
    } catch (RuntimeException e) {
      stop(process);
      distribution.close();
      throw e;
    }
  }

  private static Process launch(
      Distribution distribution, int port, Secret adminPassword, Path log) {
    ProcessBuilder builder =
        new ProcessBuilder(
            distribution.launcher().toString(), "start-dev", "--db=dev-mem", "--http-port=" + port);
    Map<String, String> environment = builder.environment();
    environment.put("JAVA_HOME", System.getProperty("java.home"));
    environment.put("JAVA_OPTS_KC_HEAP", "-Xms64m -Xmx768m");
    environment.put("JAVA_OPTS_APPEND", QUICK_START);
    environment.put("KC_BOOTSTRAP_ADMIN_USERNAME", ADMIN);
    environment.put("KC_BOOTSTRAP_ADMIN_PASSWORD", adminPassword.reveal());
    try {
      Process process = builder.redirectErrorStream(true).redirectOutput(log.toFile()).start();
      // For a run that is interrupted: children outlive their parent.
      Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(process)));
      return process;
    } catch (IOException e) {
      distribution.close();
      throw new UncheckedIOException(e);
    }
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void stop(Process process) {
    // The launcher script may have started the server as its child.
    process.descendants().forEach(ProcessHandle::destroy);
    process.destroy();
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
