package dev.keyfob.it.programs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.keyfob.auth.testkit.NeedsTool;
import dev.keyfob.auth.testkit.TestsNotRun;
import dev.keyfob.it.process.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real docker and a real registry, with no {@code docker login}. */
@NeedsTool({"container-engine", "docker-registry"})
class DockerIT {
  @TempDir Path home;
  private Workplace work;
  private Registry registry;
  private String image = "";

  @BeforeEach
  void moveIn() throws IOException {
    work = Workplace.at(home);
    registry = Registry.start(home, work.programs());
    image = registry.host() + "/keyfob-test";
    work.withPat(
        "https://api.example", "\"credentialHosts\": [\"%s\"],".formatted(registry.host()));
    Result engine = work.run("docker", "info");
    if (engine.exitCode() != 0) {
      String why = "no container engine answers (.ci/container-engine starts one, as root)";
      TestsNotRun.note(getClass().getName(), why);
      Assumptions.abort(why);
    }
    Path content = Files.writeString(home.resolve("content"), registry.host());
    work.succeed(
        "tar",
        "-C",
        home.toString(),
        "-cf",
        home.resolve("image.tar").toString(),
        content.getFileName().toString());
    work.succeed("docker", "import", home.resolve("image.tar").toString(), image);
  }

  @AfterEach
  void stop() {
    work.run("docker", "rmi", "--force", image);
    registry.close();
    work.close();
  }

  @Test
  void setUp_registry_isPushedToAndPulledFromAndUndone() {
    Result before = work.run("docker", "push", image);
    assertNotEquals(0, before.exitCode(), before::toString);

    work.ok("setup", "docker", "work");
    work.succeed("docker", "push", image);
    work.succeed("docker", "rmi", image);
    work.succeed("docker", "pull", image);

    work.ok("setup", "docker", "work", "--undo");
    assertTrue(Files.notExists(home.resolve(".docker/config.json")));
    work.succeed("docker", "rmi", image);
    Result after = work.run("docker", "pull", image);
    assertNotEquals(0, after.exitCode(), after::toString);
  }

  @Test
  void login_byDockerItself_isNotKept() {
    work.ok("setup", "docker", "work");

    Result login =
        work.programs()
            .withInput(Workplace.PAT)
            .run("docker", "login", "-u", "oauth2", "--password-stdin", registry.host());

    assertEquals(1, login.exitCode(), login::toString);
    assertTrue(login.stderr().contains("log in with keyfob"), login::toString);
  }

  @Test
  void pull_nobodyLoggedIn_isRefusedByTheRegistry() {
    work.ok("setup", "docker", "work");
    work.ok("logout", "work");

    Result push = work.run("docker", "push", image);

    assertNotEquals(0, push.exitCode(), push::toString);
    assertTrue((push.stdout() + push.stderr()).contains("no basic auth"), push::toString);
  }
}
