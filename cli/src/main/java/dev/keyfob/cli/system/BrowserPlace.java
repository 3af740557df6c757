package dev.keyfob.cli.system;

import dev.keyfob.auth.api.spi.support.Environment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Whether this is a place where a browser would come up in front of the person. */
final class BrowserPlace {
  private static final List<String> CONTAINER_VARIABLES =
      List.of("container", "CODESPACES", "REMOTE_CONTAINERS", "KUBERNETES_SERVICE_HOST");
  private static final List<Path> CONTAINER_MARKS =
      List.of(Path.of("/.dockerenv"), Path.of("/run/.containerenv"));

  private final Map<String, String> environment;
  private final String osName;

  BrowserPlace(Map<String, String> environment, String osName) {
    this.environment = environment;
    this.osName = osName;
  }

  /**
   * Why it is not.
   *
   * @return a phrase; empty if it is. A browser that the user has named is used anywhere
   */
  Optional<String> unsuitable() {
    if (has("KEYFOB_NO_BROWSER")) {
      return Optional.of("KEYFOB_NO_BROWSER is set");
    }
    if (has("BROWSER")) {
      return environment.getOrDefault("BROWSER", "").strip().equalsIgnoreCase("none")
          ? Optional.of("BROWSER is none")
          : Optional.empty();
    }
    if (has("SSH_CONNECTION") || has("SSH_TTY") || has("SSH_CLIENT")) {
      return Optional.of("this is an SSH session");
    }
    if (CONTAINER_VARIABLES.stream().anyMatch(this::has)
        || CONTAINER_MARKS.stream().anyMatch(Files::exists)) {
      return Optional.of("this is a container");
    }
    if (has("CI")) {
      return Optional.of("CI is set");
    }
    boolean hasDisplay =
        osName.startsWith("windows")
            || osName.startsWith("mac")
            || isWsl()
            || has("DISPLAY")
            || has("WAYLAND_DISPLAY");
    return hasDisplay ? Optional.empty() : Optional.of("there is no display");
  }

  boolean isWsl() {
    return has("WSL_DISTRO_NAME") || has("WSL_INTEROP");
  }

  private boolean has(String variable) {
    return Environment.isSet(environment, variable);
  }
}
