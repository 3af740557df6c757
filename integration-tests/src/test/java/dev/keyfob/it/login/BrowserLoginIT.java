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
import jakarta.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(SharedKeycloak.class)
@TestInstance(Lifecycle.PER_CLASS)
@NeedsTool("browser")
class BrowserLoginIT {
  private final KeycloakServer keycloak;
  private HeadlessBrowser browser;
  private ProtectedApi api;
  private Person ada;

  BrowserLoginIT(KeycloakServer keycloak) {
    this.keycloak = keycloak;
  }

  @BeforeAll
  void start() {
    browser = HeadlessBrowser.launch();
    api = ProtectedApi.start(keycloak.issuer());
  }

  @BeforeEach
  void moveIn(@TempDir Path home) {
    keycloak.forgetConsents();
    ada = Person.at(home, browser).with(keycloak.issuer(), TestRealm.DEMO_CLIENT, api.address());
  }

  @AfterAll
  void stop() {
    api.close();
    browser.close();
  }

  @Test
  void login_rightPassword_storesASessionThatServesEveryCommand() throws Exception {
    Result login = ada.login();

    assertEquals(0, login.exitCode(), login::toString);
    JsonObject report = Person.json(login.stdout());
    assertEquals("oauth", report.getString("type"));
    assertEquals(TestRealm.EMAIL, report.getJsonObject("user").getString("email"));
    assertTrue(report.getBoolean("verified"));
    assertEquals(
        "rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(ada.document())));

    Result token = ada.keyfob().run("token");
    assertEquals(0, token.exitCode(), token::toString);
    assertTrue(new TokenEndpoint(keycloak.issuer()).isActiveAccessToken(token.stdout().strip()));

    assertEquals(TestRealm.EMAIL + "\n", ada.keyfob().run("whoami").stdout());

    Result me = ada.keyfob().run("api", "/v1/me");
    assertEquals(0, me.exitCode(), me::toString);
    assertEquals(TestRealm.EMAIL, Person.json(me.stdout()).getString("email"));

    JsonObject status = Person.json(ada.keyfob().run("status", "--json").stdout());
    assertEquals("fresh", status.getString("state"));
    assertTrue(status.getBoolean("refreshable"));
  }

  @Test
  void login_success_isShownInTheBrowserWithoutTheCode() {
    try (Running login = ada.startLogin()) {
      ada.pages().signIn(TestRealm.USER, TestRealm.PASSWORD);

      browser.awaitLocation(
          location ->
              "127.0.0.1".equals(location.getHost()) && location.getPath().equals("/callback"));
      String page = browser.text();

      Result result = login.result();
      assertEquals(0, result.exitCode(), result::toString);
      assertTrue(page.contains("Your login to demo has worked."), page);
      assertFalse(page.contains("code="), page);
      assertFalse(result.stderr().contains("access_token"), result::toString);
    }
  }

  @Test
  void token_nearlyExpired_isRenewedAndTheNewOneServes() {
    ada.login();
    String before = ada.keyfob().run("token").stdout().strip();

    LockSupport.parkNanos(2_000_000_000L); // a token of 75 s has less than 74 left by then
    Result renewed = ada.keyfob().run("token", "--min-valid", "74s");

    assertEquals(0, renewed.exitCode(), renewed::toString);
    assertFalse(renewed.stdout().strip().equals(before), "the same token again");
    assertEquals(
        renewed.stdout().strip(), ada.stored().getJsonObject("oauth").getString("access_token"));
    assertEquals(0, ada.keyfob().run("api", "/v1/me").exitCode());
  }

  @Test
  void api_tokenRejectedBeforeItsTime_renewsOnceAndSucceeds() throws IOException {
    ada.login();
    // A token that is seconds old is not renewed because of a 401.
    Files.writeString(
        ada.document(),
        Files.readString(ada.document())
            .replaceFirst(
                "\"issued_at\"\\s*:\\s*\"[^\"]*\"",
                "\"issued_at\":\"" + Instant.now().minusSeconds(60) + "\""));
    String before = ada.keyfob().run("token").stdout();
    api.refuseNext(1);

    Result me = ada.keyfob().run("api", "/v1/me");

    assertEquals(0, me.exitCode(), me::toString);
    assertFalse(ada.keyfob().run("token").stdout().equals(before), "the same token again");
  }

  @Test
  void logout_withASession_revokesItAtKeycloak() {
    ada.login();
    String refreshToken = ada.stored().getJsonObject("oauth").getString("refresh_token");

    Result logout = ada.keyfob().run("logout", "--json");

    assertEquals(0, logout.exitCode(), logout::toString);
    assertEquals("revoked", Person.json(logout.stdout()).getString("revocation"));
    assertFalse(Files.exists(ada.document()));
    JsonObject answer =
        new TokenEndpoint(keycloak.issuer())
            .grant(
                Map.of(
                    "grant_type",
                    "refresh_token",
                    "refresh_token",
                    refreshToken,
                    "client_id",
                    TestRealm.DEMO_CLIENT));
    assertEquals("invalid_grant", answer.getString("error"));
    assertEquals(3, ada.keyfob().run("token").exitCode());
  }

  @Test
  void resolution_allThreePresent_takesEnvironmentThenKeyThenOAuth() throws Exception {
    ada.login();
    String both =
        "{\"api_key\":\"%s\",%s"
            .formatted(ProtectedApi.API_KEY, Files.readString(ada.document()).strip().substring(1));
    Files.writeString(ada.document(), both);

    assertEquals(
        "from-env-1234",
        ada.keyfob().with("KEYFOB_DEMO_API_KEY", "from-env-1234").run("token").stdout().strip());
    assertEquals(ProtectedApi.API_KEY, ada.keyfob().run("token").stdout().strip());
    Result explained = ada.keyfob().run("status", "--explain", "--offline");
    assertTrue(explained.stdout().contains("shadowed by file:api_key"), explained::toString);
    Files.writeString(ada.document(), both.replaceFirst("\"api_key\":\"[^\"]*\",", ""));
    String token = ada.keyfob().run("token").stdout().strip();
    assertEquals(ada.stored().getJsonObject("oauth").getString("access_token"), token);
  }

  @Test
  void login_wrongPasswordFirst_stillSucceedsWithTheRightOne() {
    try (Running login = ada.startLogin()) {
      ada.pages().signIn(TestRealm.USER, "byron");
      assertEquals("Invalid username or password.", ada.pages().signInError());

      ada.pages().signIn(TestRealm.USER, TestRealm.PASSWORD);

      Result result = login.result();
      assertEquals(0, result.exitCode(), result::toString);
    }
  }

  @Test
  void login_consentDenied_isADenialAndStoresNothing(@TempDir Path home) {
    Person careful =
        Person.at(home, browser).with(keycloak.issuer(), TestRealm.CONSENT_CLIENT, api.address());
    try (Running login = careful.startLogin()) {
      careful.pages().signIn(TestRealm.USER, TestRealm.PASSWORD);

      careful.pages().denyConsent();

      Result result = login.result();
      assertEquals(3, result.exitCode(), result::toString);
      assertTrue(result.stderr().contains("\"login_denied\""), result::toString);
      assertFalse(Files.exists(careful.document()));
    }
  }

  @Test
  void login_redirectNotRegistered_isWhatTheTimeoutPointsAt() throws Exception {
    Path profile = ada.home().resolve("keyfob/profiles/demo.json");
    Files.writeString(
        profile,
        Files.readString(profile)
            .replaceFirst("\"clientId\"", "\"redirectHost\":\"localhost\",\"clientId\""));
    try (Running login = ada.startLogin("--timeout", "3s")) {
      assertTrue(ada.pages().errorPage().contains("redirect_uri"), ada.pages().errorPage());

      Result result = login.result();
      assertEquals(4, result.exitCode(), result::toString);
      assertTrue(
          result
              .stderr()
              .matches("(?s).*http://localhost:\\d+/callback is not registered for the client.*"),
          result::toString);
    }
  }

  @Test
  void login_browserClosed_timesOut() {
    try (Running login = ada.startLogin("--timeout", "2s")) {
      Result result = login.result();

      assertEquals(4, result.exitCode(), result::toString);
      assertTrue(result.stderr().contains("\"login_timeout\""), result::toString);
      assertFalse(Files.exists(ada.document()));
    }
  }
}
