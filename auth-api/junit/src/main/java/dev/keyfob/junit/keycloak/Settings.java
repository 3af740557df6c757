package dev.keyfob.junit.keycloak;

import dev.keyfob.auth.api.Secret;
import dev.keyfob.auth.api.spi.support.Environment;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What the environment says of the Keycloak to use; see {@link KeycloakServer#start}.
 *
 * @param environment the environment variables
 */
record Settings(Map<String, String> environment) {
  /** Whether a container may, must or must not be used. */
  enum Container {
    PREFERRED,
    REQUIRED,
    NEVER
  }

  Container container() {
    return switch (value("CONTAINER").orElse("")) {
      case "" -> Container.PREFERRED;
      case "required" -> Container.REQUIRED;
      case "never" -> Container.NEVER;
      default ->
          throw new IllegalArgumentException(
              "KEYFOB_KEYCLOAK_CONTAINER is neither 'required' nor 'never'");
    };
  }

  String version() {
    return value("VERSION").orElse(KeycloakServer.VERSION);
  }

  String image() {
    return value("IMAGE").orElse("keycloak/keycloak:" + version());
  }

  /** A distribution that somebody has unpacked. */
  Optional<Path> home() {
    return value("HOME").map(Path::of);
  }

  /** A server that runs already. */
  Optional<URI> address() {
    return value("URL").map(url -> URI.create(url.replaceFirst("/+$", "")));
  }

  String adminUser() {
    return value("ADMIN").orElse("admin");
  }

  Secret adminPassword() {
    return Secret.of(
        value("ADMIN_PASSWORD")
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "KEYFOB_KEYCLOAK_URL is set, but not KEYFOB_KEYCLOAK_ADMIN_PASSWORD")));
  }

  /** Where distributions are kept between runs. */
  Path cache() {
    return Environment.value(environment, "XDG_CACHE_HOME")
        .map(Path::of)
        .orElseGet(() -> Path.of(System.getProperty("user.home"), ".cache"))
        .resolve("keyfob");
  }

  /** Maven's repository on this machine: Surefire tells the tests which one it is. */
  Path mavenRepository() {
    return Stream.of("localRepository", "maven.repo.local")
        .map(System::getProperty)
        .filter(path -> path != null && !path.isBlank())
        .map(Path::of)
        .findFirst()
        .orElseGet(() -> Path.of(System.getProperty("user.home"), ".m2", "repository"));
  }

  /** Where the log of a process goes: into the build's folder, if that is there. */
  Path logs() {
    return Stream.of("target", "build")
        .map(Path::of)
        .filter(Files::isDirectory)
        .findFirst()
        .orElseGet(() -> Path.of(System.getProperty("java.io.tmpdir")));
  }

  private Optional<String> value(String name) {
    return Environment.value(environment, "KEYFOB_KEYCLOAK_" + name);
  }
}
