package dev.keyfob.junit.keycloak;

import dev.keyfob.junit.keycloak.Settings.Container;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.function.Supplier;

/**
 * Chooses how Keycloak runs.
 *
 * @param policy whether a container may, must or must not be used
 * @param container starts it in a container
 * @param process starts it as a process
 */
record Launcher(
    Container policy, Supplier<KeycloakServer> container, Supplier<KeycloakServer> process) {
  private static final Logger LOG = System.getLogger(Launcher.class.getName());

  static Launcher of(Settings settings) {
    return new Launcher(
        settings.container(), () -> inContainer(settings), () -> ProcessKeycloak.start(settings));
  }

  KeycloakServer start() {
    return switch (policy) {
      case REQUIRED -> container.get();
      case NEVER -> process.get();
      case PREFERRED -> containerElseProcess();
    };
  }

  /** Testcontainers may be absent, which shows when the class that uses it is linked. */
  private static KeycloakServer inContainer(Settings settings) {
    try {
      return ContainerKeycloak.start(settings);
    } catch (NoClassDefFoundError e) {
      throw new IllegalStateException("Testcontainers is not on the class path", e);
    }
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
