package dev.keyfob.it.keycloak;

import dev.keyfob.it.Fixtures;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Chooses how Keycloak runs.
 *
 * @param policy whether a container may, must or must not be used
 * @param container starts it in a container
 * @param process starts it as a process
 */
record KeycloakLauncher(
    Policy policy, Supplier<KeycloakServer> container, Supplier<KeycloakServer> process) {

  private static final Logger LOG = System.getLogger(KeycloakLauncher.class.getName());

  enum Policy {
    PREFERRED,
    REQUIRED,
    NEVER
  }

  /**
   * {@code KEYFOB_IT_CONTAINER} is {@code required} or {@code never}; a container is preferred when
   * it is not set.
   */
  static KeycloakLauncher fromEnvironment(Map<String, String> environment) {
    Fixtures fixtures = Fixtures.load();
    return new KeycloakLauncher(
        switch (environment.getOrDefault("KEYFOB_IT_CONTAINER", "")) {
          case "" -> Policy.PREFERRED;
          case "required" -> Policy.REQUIRED;
          case "never" -> Policy.NEVER;
          default ->
              throw new IllegalArgumentException(
                  "KEYFOB_IT_CONTAINER is neither 'required' nor 'never'");
        },
        () -> ContainerKeycloak.start(fixtures.keycloakVersion()),
        () -> ProcessKeycloak.start(fixtures));
  }

  KeycloakServer start() {
    return switch (policy) {
      case REQUIRED -> container.get();
      case NEVER -> process.get();
      case PREFERRED -> containerElseProcess();
    };
  }

  private KeycloakServer containerElseProcess() {
    try {
      return container.get();
    } catch (RuntimeException noContainer) {
      LOG.log(Level.WARNING, "Keycloak runs as a process: {0}", noContainer.getMessage());
      try {
        return process.get();
      } catch (RuntimeException noProcess) {
        IllegalStateException neither =
            new IllegalStateException(
                "Keycloak starts neither in a container (%s) nor as a process (%s)"
                    .formatted(noContainer.getMessage(), noProcess.getMessage()),
                noProcess);
        neither.addSuppressed(noContainer);
        throw neither;
      }
    }
  }
}
