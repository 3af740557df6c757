package dev.keyfob.junit.keycloak;

import dev.keyfob.auth.api.Secret;
import java.net.URI;
import java.time.Duration;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;

/** Keycloak in a container. The only class that needs Testcontainers. */
final class ContainerKeycloak {
  // Half a minute on an idle machine, two on one that builds as well.
  private static final Duration START_LIMIT = Duration.ofMinutes(5);
  private static final int PORT = 8080;
  private static final String ADMIN = "admin";

  private ContainerKeycloak() {}

  static KeycloakServer start(Settings settings) {
    if (!DockerClientFactory.instance().isDockerAvailable()) {
      throw new IllegalStateException("no container engine answers");
    }
    Secret password = NewPassword.random();
    GenericContainer<?> container =
        new GenericContainer<>(settings.image())
            .withCommand("start-dev")
            // Build options, which an image may have been built with; others cost half a minute.
            .withEnv("KC_HEALTH_ENABLED", "true")
            .withEnv("KC_METRICS_ENABLED", "false")
            .withEnv("KC_BOOTSTRAP_ADMIN_USERNAME", ADMIN)
            .withEnv("KC_BOOTSTRAP_ADMIN_PASSWORD", password.reveal())
            .withEnv("JAVA_OPTS_APPEND", ProcessKeycloak.QUICK_START)
            .withExposedPorts(PORT)
            .waitingFor(
                Wait.forHttp(Readiness.PATH)
                    .forPort(PORT)
                    .forStatusCode(200)
                    .withStartupTimeout(START_LIMIT));
    try {
      container.start();
      URI address =
          URI.create("http://" + container.getHost() + ":" + container.getMappedPort(PORT));
      return new KeycloakServer(
          AdminApi.of(address, ADMIN, password), "in a container", container::stop);
    } catch (RuntimeException e) {
      container.stop();
      throw e;
    }
  }
}
