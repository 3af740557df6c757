package dev.keyfob.junit.keycloak;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.keyfob.auth.api.Secret;
import dev.keyfob.junit.keycloak.Settings.Container;
import java.net.URI;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class LauncherTests {
  private final KeycloakServer inContainer = fake();
  private final KeycloakServer asProcess = fake();

  @Test
  void start_containerWorks_isTaken() {
    assertSame(
        inContainer, new Launcher(Container.PREFERRED, () -> inContainer, () -> asProcess).start());
  }

  @Test
  void start_noContainer_fallsBackToTheProcess() {
    assertSame(
        asProcess, new Launcher(Container.PREFERRED, broken("no engine"), () -> asProcess).start());
  }

  @Test
  void start_containerRequiredButBroken_doesNotFallBack() {
    Launcher launcher = new Launcher(Container.REQUIRED, broken("no engine"), () -> asProcess);

    assertEquals(
        "no engine", assertThrows(IllegalStateException.class, launcher::start).getMessage());
  }

  @Test
  void start_containerForbidden_isNotTried() {
    assertSame(
        asProcess, new Launcher(Container.NEVER, () -> inContainer, () -> asProcess).start());
  }

  @Test
  void start_neitherWorks_namesBothCauses() {
    Launcher launcher = new Launcher(Container.PREFERRED, broken("no engine"), broken("no Maven"));

    String message = assertThrows(IllegalStateException.class, launcher::start).toString();

    assertTrue(message.contains("no engine") && message.contains("no Maven"), message);
  }

  @Test
  void start_unknownPolicy_isRefused() {
    Map<String, String> environment = Map.of("KEYFOB_KEYCLOAK_CONTAINER", "maybe");

    assertThrows(IllegalArgumentException.class, () -> KeycloakServer.start(environment));
  }

  @Test
  void start_runningServerWithoutPassword_saysWhichVariableIsMissing() {
    Map<String, String> environment = Map.of("KEYFOB_KEYCLOAK_URL", "http://localhost:1");

    String message =
        assertThrows(IllegalArgumentException.class, () -> KeycloakServer.start(environment))
            .toString();

    assertTrue(message.contains("KEYFOB_KEYCLOAK_ADMIN_PASSWORD"), message);
  }

  private static Supplier<KeycloakServer> broken(String why) {
    return () -> {
      throw new IllegalStateException(why);
    };
  }

  private static KeycloakServer fake() {
    return new KeycloakServer(
        AdminApi.of(URI.create("http://localhost:1"), "admin", Secret.of("none")),
        "fake",
        () -> {});
  }
}
