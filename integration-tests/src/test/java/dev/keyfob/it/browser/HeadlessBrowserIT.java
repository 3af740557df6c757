package dev.keyfob.it.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.keyfob.auth.testkit.NeedsTool;
import dev.keyfob.it.keycloak.KeycloakServer;
import dev.keyfob.it.keycloak.SharedKeycloak;
import dev.keyfob.it.keycloak.TestRealm;
import dev.keyfob.it.keycloak.TokenEndpoint;
import jakarta.json.JsonObject;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
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

@ExtendWith(SharedKeycloak.class)
@TestInstance(Lifecycle.PER_CLASS)
@NeedsTool("browser")
class HeadlessBrowserIT {

  private final KeycloakServer keycloak;
  private HeadlessBrowser browser;
  private KeycloakPages pages;

  HeadlessBrowserIT(KeycloakServer keycloak) {
    this.keycloak = keycloak;
  }

  @BeforeAll
  void launch() {
    browser = HeadlessBrowser.launch();
    pages = new KeycloakPages(browser);
  }

  @BeforeEach
  void startAfresh() {
    browser.forgetCookies();
    keycloak.forgetConsents();
  }

  @AfterAll
  void quit() {
    browser.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "[::1]"})
  void signIn_redirectToAnyLoopbackPort_bringsACode(String host) {
    try (AuthorizationRequest request = AuthorizationRequest.receivingOn(host)) {
      browser.open(request.of(keycloak.issuer(), TestRealm.CLI_CLIENT));

      pages.signIn(TestRealm.USER, TestRealm.PASSWORD);

      URI answer = browser.awaitLocation(request::isAnswer);
      assertTrue(answer.getQuery().contains("code="), answer.getPath());
      assertTrue(answer.getQuery().contains("state=of-the-test"), answer.getPath());
      assertEquals("received", browser.text());
    }
  }

  @Test
  void signIn_wrongPassword_staysWithAMessage() {
    try (AuthorizationRequest request = AuthorizationRequest.receivingOn("127.0.0.1")) {
      browser.open(request.of(keycloak.issuer(), TestRealm.CLI_CLIENT));

      pages.signIn(TestRealm.USER, "byron");

      assertEquals("Invalid username or password.", pages.signInError());
    }
  }

  @Test
  void denyConsent_afterSigningIn_bringsAccessDenied() {
    try (AuthorizationRequest request = AuthorizationRequest.receivingOn("127.0.0.1")) {
      browser.open(request.of(keycloak.issuer(), TestRealm.CONSENT_CLIENT));
      pages.signIn(TestRealm.USER, TestRealm.PASSWORD);

      pages.denyConsent();

      URI answer = browser.awaitLocation(request::isAnswer);
      assertTrue(answer.getQuery().contains("error=access_denied"), answer.getQuery());
    }
  }

  @Test
  void grantConsent_onTheDevicePage_givesTheDeviceItsTokens() {
    TokenEndpoint tokens = new TokenEndpoint(keycloak.issuer());
    JsonObject device = tokens.deviceAuthorization(TestRealm.CONSENT_CLIENT);

    pages.enterDeviceCode(
        URI.create(device.getString("verification_uri")), device.getString("user_code"));
    pages.signIn(TestRealm.USER, TestRealm.PASSWORD);
    pages.grantConsent();
    pages.deviceMessage();

    JsonObject answer =
        tokens.grant(
            Map.of(
                "grant_type",
                "urn:ietf:params:oauth:grant-type:device_code",
                "device_code",
                device.getString("device_code"),
                "client_id",
                TestRealm.CONSENT_CLIENT));
    assertTrue(answer.containsKey("access_token"), () -> answer.keySet().toString());
  }

  @Test
  void screenshot_ofAPage_isAPicture(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("page.png");
    browser.open(keycloak.address());

    browser.screenshot(file);

    assertEquals((byte) 'P', Files.readAllBytes(file)[1]);
  }
}
