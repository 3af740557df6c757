package dev.keyfob.it.keycloak;

import dev.keyfob.it.Fixtures;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.keycloak.admin.client.Keycloak;

/** Keycloak as a process of this machine, from its distribution. */
record ProcessKeycloak(URI address, Process process, Keycloak admin) implements KeycloakServer {

  private static final Duration START_LIMIT = Duration.ofMinutes(5);
  private static final String ADMIN = "admin";

  static ProcessKeycloak start(Fixtures fixtures) {
    KeycloakDistribution distribution = KeycloakDistribution.unpacked(fixtures);
    int port = freePort();
    URI address = URI.create("http://localhost:" + port);
    Path log = fixtures.module().resolve("target/keycloak-" + port + ".log");
    Process process = launch(distribution, port, log);
    Keycloak admin = Keycloak.getInstance(address.toString(), "master", ADMIN, ADMIN, "admin-cli");
    ProcessKeycloak server = new ProcessKeycloak(address, process, admin);
    try {
      new Readiness(server.issuer(), START_LIMIT).await(process, log);
      return server;
    } catch (RuntimeException e) {
      server.close();
      throw e;
    }
  }

  private static Process launch(KeycloakDistribution distribution, int port, Path log) {
    ProcessBuilder builder =
        new ProcessBuilder(
            distribution.launcher().toString(),
            "start-dev",
            "--import-realm",
            "--db=dev-mem",
            "--http-port=" + port);
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().put("JAVA_OPTS_KC_HEAP", "-Xms64m -Xmx768m");
    builder.environment().put("JAVA_OPTS_APPEND", KeycloakServer.QUICK_START);
    builder.environment().put("KC_BOOTSTRAP_ADMIN_USERNAME", ADMIN);
    builder.environment().put("KC_BOOTSTRAP_ADMIN_PASSWORD", ADMIN);
    try {
      Process process = builder.redirectErrorStream(true).redirectOutput(log.toFile()).start();
      // For a run that is interrupted: children outlive their parent.
      Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(process)));
      return process;
    } catch (IOException e) {
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

  @Override
  public String kind() {
    return "as a process";
  }

  @Override
  public void close() {
    admin.close();
    stop(process);
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
