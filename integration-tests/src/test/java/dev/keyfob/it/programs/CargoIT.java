package dev.keyfob.it.programs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.keyfob.it.process.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real cargo, 1.74 or later, which runs {@code cargo-credential-keyfob}. */
@Tag("not-in-ci")
class CargoIT {
  @TempDir Path home;
  private Workplace work;
  private CargoRegistry registry;

  @BeforeEach
  void moveIn() throws IOException {
    work =
        Workplace.at(home)
            .with("CARGO_HOME", home.resolve("cargo").toString())
            .with("CARGO_PUBLISH_TIMEOUT", "0");
    Path archive = home.resolve("demo.crate");
    crate("demo-1.0.0", "demo", "");
    work.succeed("tar", "-C", home.toString(), "-czf", archive.toString(), "demo-1.0.0");
    registry = new CargoRegistry(Files.readAllBytes(archive), this::isGood);
    Files.createDirectories(home.resolve("cargo"));
    Files.writeString(
        home.resolve("cargo/config.toml"),
        """
        [registries.private]
        index = "%s"
        [registry]
        global-credential-providers = ["cargo-credential-keyfob"]
        """
            .formatted(registry.index()));
    crate("app", "app", "demo = { version = \"1\", registry = \"private\" }\n");
  }

  @AfterEach
  void stop() {
    registry.close();
    work.close();
  }

  private boolean isGood(String authorization) {
    return authorization.equals(Workplace.PAT)
        || (authorization.startsWith("Bearer ")
            && work.idp().accepts(authorization.substring("Bearer ".length())));
  }

  private void crate(String folder, String name, String dependencies) throws IOException {
    Files.createDirectories(home.resolve(folder).resolve("src"));
    Files.writeString(home.resolve(folder).resolve("src/lib.rs"), "");
    Files.writeString(
        home.resolve(folder).resolve("Cargo.toml"),
        """
        [package]
        name = "%s"
        version = "1.0.0"
        edition = "2021"
        license = "MIT"
        description = "a test"
        [dependencies]
        %s"""
            .formatted(name, dependencies));
  }

  private Result cargo(String... arguments) {
    String[] command = new String[arguments.length + 1];
    command[0] = "cargo";
    System.arraycopy(arguments, 0, command, 1, arguments.length);
    return work.programs().in(home.resolve("app")).run(command);
  }

  private void readsAndPublishes() {
    Result fetched = cargo("fetch");
    assertEquals(0, fetched.exitCode(), fetched::toString);
    assertTrue(fetched.stderr().contains("Downloaded demo v1.0.0"), fetched::toString);

    Result published = cargo("publish", "--registry", "private", "--no-verify", "--allow-dirty");
    assertEquals(0, published.exitCode(), published::toString);
    assertEquals(1, registry.published().size());
  }

  @Test
  void fetchAndPublish_session_isSentWithItsScheme() {
    work.loggedIn(registry.address(), "");

    readsAndPublishes();
  }

  @Test
  void fetchAndPublish_key_isSentAsItIs() {
    work.withPat(registry.address(), "");

    readsAndPublishes();
  }

  @Test
  void fetch_nobodyLoggedIn_fails() {
    work.loggedIn(registry.address(), "");
    work.ok("logout", "work");

    Result result = cargo("fetch");

    assertNotEquals(0, result.exitCode(), result::toString);
    assertTrue(result.stderr().contains("keyfob login work"), result::toString);
  }

  @Test
  void login_byCargoItself_isNotKept() {
    work.withPat(registry.address(), "");

    Result result = cargo("login", "--registry", "private", "token-of-somebody");

    assertNotEquals(0, result.exitCode(), result::toString);
    assertTrue(result.stderr().contains("keyfob login"), result::toString);
  }
}
