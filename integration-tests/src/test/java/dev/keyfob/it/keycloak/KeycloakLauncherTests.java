package dev.keyfob.it.keycloak;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.keyfob.it.keycloak.KeycloakLauncher.Policy;
import java.net.URI;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.keycloak.admin.client.Keycloak;

class KeycloakLauncherTests {

  private final KeycloakServer inContainer = new Fake();
  private final KeycloakServer asProcess = new Fake();

  @Test
  void start_containerWorks_isTaken() {
    assertSame(
        inContainer,
        new KeycloakLauncher(Policy.PREFERRED, () -> inContainer, () -> asProcess).start());
  }

  @Test
  void start_noContainer_fallsBackToTheProcess() {
    assertSame(
        asProcess,
        new KeycloakLauncher(Policy.PREFERRED, broken("no engine"), () -> asProcess).start());
  }

  @Test
  void start_containerRequiredButBroken_doesNotFallBack() {
    KeycloakLauncher launcher =
        new KeycloakLauncher(Policy.REQUIRED, broken("no engine"), () -> asProcess);

    assertEquals(
        "no engine", assertThrows(IllegalStateException.class, launcher::start).getMessage());
  }

  @Test
  void start_containerForbidden_isNotTried() {
    assertSame(
        asProcess, new KeycloakLauncher(Policy.NEVER, () -> inContainer, () -> asProcess).start());
  }

  @Test
  void start_neitherWorks_namesBothCauses() {
    KeycloakLauncher launcher =
        new KeycloakLauncher(Policy.PREFERRED, broken("no engine"), broken("no Maven"));

    String message = assertThrows(IllegalStateException.class, launcher::start).toString();

    assertTrue(message.contains("no engine") && message.contains("no Maven"), message);
  }

  @Test
  void fromEnvironment_unknownPolicy_isRefused() {
    assertThrows(
        IllegalArgumentException.class,
        () -> KeycloakLauncher.fromEnvironment(Map.of("KEYFOB_IT_CONTAINER", "maybe")));
  }

  private static Supplier<KeycloakServer> broken(String why) {
    return () -> {
      throw new IllegalStateException(why);
    };
  }

  private record Fake() implements KeycloakServer {
    @Override
    public URI address() {
      return URI.create("http://localhost");
    }

    @Override
    public Keycloak admin() {
      throw new UnsupportedOperationException();
    }

    @Override
    public String kind() {
      return "fake";
    }

    @Override
    public void close() {}
  }
}
