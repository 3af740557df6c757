package dev.keyfob.it;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Properties;

/**
 * What the build knows and the fixtures need.
 *
 * @param keycloakVersion the Keycloak under test
 * @param module this module's folder in the work tree
 */
public record Fixtures(String keycloakVersion, Path module) {

  /** Reads {@code fixtures.properties}, which the build fills in. */
  public static Fixtures load() {
    Properties properties = new Properties();
    try (InputStream in = Fixtures.class.getResourceAsStream("/fixtures.properties")) {
      properties.load(Objects.requireNonNull(in, "fixtures.properties is not on the class path"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new Fixtures(
        properties.getProperty("keycloak.version"),
        Path.of(URI.create(properties.getProperty("module"))));
  }

  /** The root of the work tree, where the parent POM is. */
  public Path root() {
    return Objects.requireNonNull(module.getParent());
  }
}
