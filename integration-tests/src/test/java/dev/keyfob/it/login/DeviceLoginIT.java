package dev.keyfob.it.login;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.keyfob.auth.testkit.NeedsTool;
import dev.keyfob.it.api.ProtectedApi;
import dev.keyfob.it.browser.HeadlessBrowser;
import dev.keyfob.it.keycloak.KeycloakServer;
import dev.keyfob.it.keycloak.SharedKeycloak;
import dev.keyfob.it.keycloak.TestRealm;
import dev.keyfob.it.keycloak.TokenEndpoint;
import dev.keyfob.it.process.Result;
import dev.keyfob.it.process.Running;
import dev.keyfob.it.terminal.Terminal;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Login on a second device: the browser of the test, at a real Keycloak. */
@ExtendWith(SharedKeycloak.class)
@TestInstance(Lifecycle.PER_CLASS)
@NeedsTool({"browser", "tmux"})
class DeviceLoginIT {
  private static final Pattern SHOWN =
      Pattern.compile(
          "address on any device:[^h]+(http[^\\s\"]+)[\\s\\S]*?"
              + "(?:and enter the code[\\s\\u2500-\\u257f]+|\"code\":\")([^\\s\"]+)[\\s\"]");

  private final KeycloakServer keycloak;
  private HeadlessBrowser browser;
  private ProtectedApi api;
  private Path home;

  DeviceLoginIT(KeycloakServer keycloak) {
    this.keycloak = keycloak;
  }

  @BeforeAll
  void start() {
    browser = HeadlessBrowser.launch();
    api = ProtectedApi.start(keycloak.issuer());
  }

  @BeforeEach
  void moveIn(@TempDir Path newHome) {
    keycloak.forgetConsents();
    home = newHome;
  }

  @AfterAll
  void stop() {
    api.close();
    browser.close();
  }

  private Person person(String client) {
    return Person.at(home, browser).with(keycloak.issuer(), client, api.address());
  }

  /** The second of these clients has to prove that who asks is who began, which RFC 8628 lacks. */
  @ParameterizedTest
  @ValueSource(strings = {TestRealm.CONSENT_CLIENT, TestRealm.CLI_CLIENT})
  void login_confirmed_storesASession(String client) {
    Person ada = person(client);
    try (Running login = ada.keyfob().start("login", Person.PROFILE, "--device", "--json")) {
      MatchResult shown = login.awaitStderr(SHOWN);

      ada.confirmDevice(URI.create(shown.group(1)), shown.group(2));

      Result result = login.result();
      assertEquals(0, result.exitCode(), result::toString);
      assertEquals(
          TestRealm.EMAIL, Person.json(result.stdout()).getJsonObject("user").getString("email"));
      String token = ada.stored().getJsonObject("oauth").getString("access_token");
      assertTrue(new TokenEndpoint(keycloak.issuer()).isActiveAccessToken(token));
    }
  }

  @Test
  void login_declined_isADenialAndStoresNothing() {
    Person ada = person(TestRealm.CONSENT_CLIENT);
    try (Running login = ada.keyfob().start("login", Person.PROFILE, "--device")) {
      MatchResult shown = login.awaitStderr(SHOWN);

      ada.pages().enterDeviceCode(URI.create(shown.group(1)), shown.group(2));
      ada.pages().signIn(TestRealm.USER, TestRealm.PASSWORD);
      ada.pages().denyConsent();

      Result result = login.result();
      assertEquals(3, result.exitCode(), result::toString);
      assertTrue(result.stderr().contains("\"login_denied\""), result::toString);
      assertFalse(Files.exists(ada.document()));
    }
  }

  @Test
  void login_nobodyConfirms_timesOut() {
    Result login =
        person(TestRealm.CONSENT_CLIENT)
            .keyfob()
            .run("login", Person.PROFILE, "--device", "--timeout", "2s");

    assertEquals(4, login.exitCode(), login::toString);
    assertTrue(login.stderr().contains("\"login_timeout\""), login::toString);
  }

  @Test
  void login_clientUnknown_namesIt() {
    Result login = person("nobody-knows-me").keyfob().run("login", Person.PROFILE, "--device");

    assertEquals(2, login.exitCode(), login::toString);
    assertTrue(login.stderr().contains("does not accept the client nobody-knows-me"));
    assertTrue(login.stderr().contains("keyfob profile show demo"), login::toString);
  }

  @Test
  void login_atATerminal_showsACodeToPointACameraAt() {
    Person ada = person(TestRealm.CONSENT_CLIENT);
    try (Terminal terminal = Terminal.start(ada.keyfob(), 100, "login demo --device")) {
      String screen = terminal.await("Waiting for the confirmation");
      assertTrue(screen.contains("█▀"), screen);
      MatchResult shown = SHOWN.matcher(screen).results().findFirst().orElseThrow();

      ada.confirmDevice(URI.create(shown.group(1)), shown.group(2));

      assertEquals(0, terminal.exitCode());
      assertTrue(terminal.screen().contains("Logged in to demo as ada@example.org"));
    }
  }
}
