package dev.keyfob.it.keycloak;

import dasniko.testcontainers.keycloak.KeycloakContainer;
import java.net.URI;
import java.time.Duration;
import org.keycloak.admin.client.Keycloak;
import org.testcontainers.DockerClientFactory;

/** Keycloak in a container. */
record ContainerKeycloak(KeycloakContainer container, Keycloak admin) implements KeycloakServer {

  // Half a minute on an idle machine, two on one that builds as well.
  private static final Duration START_LIMIT = Duration.ofMinutes(5);

  static ContainerKeycloak start(String version) {
    if (!DockerClientFactory.instance().isDockerAvailable()) {
      throw new IllegalStateException("no container engine answers");
    }
    KeycloakContainer container =
        new KeycloakContainer("keycloak/keycloak:" + version)
            .withRealmImportFile("keyfob-realm.json")
            .withEnv("JAVA_OPTS_APPEND", KeycloakServer.QUICK_START)
            .withStartupTimeout(START_LIMIT);
    try {
      container.start();
      return new ContainerKeycloak(container, container.getKeycloakAdminClient());
    } catch (RuntimeException e) {
      container.stop();
      throw e;
    }
  }

  @Override
  public URI address() {
    return URI.create(container.getAuthServerUrl());
  }

  @Override
  public String kind() {
    return "in a container";
  }

  @Override
  public void close() {
    admin.close();
    container.stop();
  }
}
