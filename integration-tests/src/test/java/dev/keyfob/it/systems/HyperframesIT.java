package dev.keyfob.it.systems;

import static dev.keyfob.it.systems.HeygenStandIn.EMAIL;
import static dev.keyfob.it.systems.HeygenStandIn.KEY;
import static dev.keyfob.it.systems.HeygenStandIn.ME;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.keyfob.auth.testkit.FakeIdentityProvider.Tokens;
import dev.keyfob.auth.testkit.HttpStub.Reply;
import dev.keyfob.auth.testkit.NeedsTool;
import dev.keyfob.it.process.Result;
import dev.keyfob.it.process.Running;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** keyfob in the place of {@code hyperframes auth}; the bullets are in docs/systems.md. */
@NeedsTool("curl")
class HyperframesIT {
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration PAST = Duration.ofHours(-1);

  private StandIn heygen;
  private User ada;
  private Path file;

  @BeforeEach
  void start(@TempDir Path home) {
    heygen = HeygenStandIn.start();
    ada =
        User.at(home).with(HeygenStandIn.hyperframes(heygen)).with("KEYFOB_PROFILE", "hyperframes");
    file = HeygenStandIn.file(ada);
  }

  @AfterEach
  void stop() {
    heygen.close();
  }

  private JsonObject stored() {
    return User.object(ada.read(file));
  }

  private Tokens storedSession(Duration end) {
    Tokens tokens = heygen.idp.issue();
    ada.write(file, HeygenStandIn.session(tokens, end));
    return tokens;
  }

  @Test
  void profile_endpointsClientAndScopes_areTheVendors() {
    JsonObject profile = ada.json("profile", "show", "--json");
    JsonObject oauth = profile.getJsonObject("oauth");
    assertEquals("https://api.heygen.com", profile.getString("apiBaseUri"));
    assertEquals("/v3/users/me", profile.getString("identityPath"));
    assertEquals("x-api-key", profile.getJsonObject("apiKey").getString("header"));
    assertEquals(
        "https://app.heygen.com/oauth/authorize", oauth.getString("authorizationEndpoint"));
    assertEquals("https://api2.heygen.com/v1/oauth/token", oauth.getString("tokenEndpoint"));
    assertEquals("https://api2.heygen.com/v1/oauth/revoke", oauth.getString("revocationEndpoint"));
    assertEquals(
        "https://api2.heygen.com/v1/oauth/device_authorization",
        oauth.getString("deviceAuthorizationEndpoint"));
    assertEquals(HeygenStandIn.CLIENT, oauth.getString("clientId"));
    assertEquals(
        Json.createArrayBuilder(List.of("openid", "profile", "email")).build(),
        oauth.get("scopes"));
    assertEquals(120, oauth.getInt("callbackTimeout"));
  }

  @Nested
  class BrowserLogin {
    @Test
    void login_oauth_isStoredAsTheVendorStoresIt() {
      JsonObject report = ada.json("login", "--oauth", "--json");
      assertEquals("oauth", report.getString("type"));
      assertTrue(report.getBoolean("verified"));

      Map<String, String> asked = heygen.last("/authorize").parameters();
      assertTrue(
          asked
              .getOrDefault("redirect_uri", "")
              .matches("http://127\\.0\\.0\\.1:\\d+/oauth/callback"),
          asked::toString);
      assertEquals(HeygenStandIn.CLIENT, asked.get("client_id"));
      assertEquals("openid profile email", asked.get("scope"));
      assertEquals("S256", asked.get("code_challenge_method"));

      JsonObject oauth = stored().getJsonObject("oauth");
      assertTrue(heygen.idp.accepts(oauth.getString("access_token")));
      assertTrue(heygen.idp.canRenew(oauth.getString("refresh_token")));
      assertTrue(Instant.parse(oauth.getString("expires_at")).isAfter(Instant.now()));
      assertEquals("openid profile email", oauth.getString("scope"));
      assertEquals("Bearer", oauth.getString("token_type"));
      JsonObject user = stored().getJsonObject("user");
      assertEquals(EMAIL, user.getString("email"));
      assertEquals("Ada", user.getString("first_name"));
      assertFalse(user.containsKey("last_name"), user::toString);
      assertEquals("rw-------", User.permissions(file));
      assertEquals("rwx------", User.permissions(ada.home().resolve(".heygen")));
      assertTrue(ada.read(ada.home().resolve("page.html")).contains("HyperFrames"));
    }

    @Test
    void login_codeNotAccepted_saysSoAndWhatToDo() {
      heygen.idp.answering("/token", r -> Reply.json(400, "{\"error\":\"invalid_grant\"}"));
      JsonObject error = ada.error(3, "login", "--oauth");
      assertEquals("login_denied", error.getString("code"));
      assertTrue(error.getString("message").contains("has expired or was used before"));
      assertTrue(error.getString("hint").contains("keyfob login hyperframes"));
      assertFalse(Files.exists(file));
    }

    @Test
    void login_noAccessTokenInTheAnswer_isAProtocolError() {
      heygen.idp.answering("/token", r -> Reply.json(200, "{\"token_type\":\"Bearer\"}"));
      assertEquals("protocol_error", ada.error(1, "login", "--oauth").getString("code"));
      assertFalse(Files.exists(file));
    }

    @Test
    void login_expiresIn_mayBeATextAndIsAtLeastHalfAMinute() {
      heygen.idp.tokenAnswer(
          answer -> Json.createObjectBuilder(answer).add("expires_in", "1").build());
      Instant before = Instant.now().truncatedTo(ChronoUnit.SECONDS); // as what is printed
      Instant end = Instant.parse(ada.json("login", "--oauth", "--json").getString("expires_at"));
      assertTrue(!end.isBefore(before.plusSeconds(30)), end::toString);
    }

    @Test
    void login_secondOne_neverInheritsARefreshToken() {
      storedSession(HOUR);
      heygen.idp.tokenAnswer(
          answer -> Json.createObjectBuilder(answer).remove("refresh_token").build());
      ada.ok("login", "--oauth");
      assertFalse(stored().getJsonObject("oauth").containsKey("refresh_token"));
    }

    @Test
    void login_identityRefused_storesNothingAndRevokesTheTokens() {
      heygen.failing(ME, 401);
      ada.expect(3, "login", "--oauth");
      assertFalse(Files.exists(file));
      assertEquals(2, heygen.requests("/revoke").size());
    }

    @Test
    void login_noClientId_isNotConfiguredAndPointsAtTheKey() {
      JsonObject profile = ada.json("profile", "show", "--json");
      JsonObject oauth =
          Json.createObjectBuilder(profile.getJsonObject("oauth")).add("clientId", "").build();
      ada.typing(Json.createObjectBuilder(profile).add("oauth", oauth).build().toString())
          .ok("profile", "import", "-", "--name", "hyperframes", "--force");
      JsonObject error = ada.error(2, "login", "--oauth");
      assertEquals("oauth_not_configured", error.getString("code"));
      assertTrue(error.getString("hint").contains("keyfob login hyperframes --api-key"));
    }

    @Test
    void login_overSsh_pointsAtTheDevice() {
      User remote = ada.with("BROWSER", "").with("SSH_CONNECTION", "10.0.0.1 1 10.0.0.2 22");
      JsonObject error = remote.error(3, "login", "--oauth");
      assertEquals("not_interactive", error.getString("code"));
      assertTrue(error.getString("hint").contains("keyfob login hyperframes --device"));
    }

    @Test
    void login_noBrowserVariableOfTheVendor_isRespected() {
      JsonObject error = ada.with("HF_NO_BROWSER", "1").error(3, "login", "--oauth");
      assertTrue(error.getString("message").contains("HF_NO_BROWSER is set"));
      assertEquals(List.of(), heygen.requests("/authorize"));
    }
  }

  @Nested
  class DeviceLogin {
    private final Pattern code = Pattern.compile("(WDJB-\\d+)");

    @Test
    void login_device_waitsForThePersonThenStores() {
      try (Running login = ada.keyfob().start("login", "--device", "--json")) {
        heygen.idp.approveDevice(login.awaitStderr(code).group(1));
        Result result = login.result();
        assertEquals(0, result.exitCode(), result::toString);
      }
      assertEquals(HeygenStandIn.CLIENT, heygen.last("/device").form().get("client_id"));
      assertTrue(heygen.idp.accepts(stored().getJsonObject("oauth").getString("access_token")));
    }

    @Test
    void login_device_verifiesBeforeItStores() {
      heygen.failing(ME, 401);
      try (Running login = ada.keyfob().start("login", "--device")) {
        heygen.idp.approveDevice(login.awaitStderr(code).group(1));
        assertEquals(3, login.result().exitCode());
      }
      assertFalse(Files.exists(file));
      assertEquals(2, heygen.requests("/revoke").size());
    }

    @Test
    void login_verificationAddressNotSafe_isRefused() {
      heygen.idp.answering(
          "/device",
          r ->
              Reply.json(
                  200,
                  """
                  {"device_code":"d","user_code":"u","expires_in":60,"interval":1,
                   "verification_uri":"https://ada@evil.example/"}
                  """));
      assertEquals("protocol_error", ada.error(1, "login", "--device").getString("code"));
    }

    @Test
    void login_answerOfAbsurdSize_isRefused() {
      String filler = "x".repeat(2_000_000);
      heygen.idp.answering("/device", r -> Reply.json(200, "{\"a\":\"" + filler + "\"}"));
      assertEquals(1, ada.run("login", "--device").exitCode());
    }
  }

  @Nested
  class ApiKeys {
    @Test
    void login_key_isVerifiedInItsHeaderAndStored() {
      ada.typing(KEY).ok("login", "--api-key");
      assertEquals(KEY, heygen.last(ME).headers().get(StandIn.KEY_HEADER));
      assertFalse(heygen.last(ME).headers().containsKey("authorization"));
      assertEquals(KEY, stored().getString("api_key"));
    }

    @Test
    void login_keyRejected_leavesEverythingAsItWas() {
      storedSession(HOUR);
      String before = ada.read(file);
      JsonObject error = ada.typing("hg_not_admitted").error(3, "login", "--api-key");
      assertEquals("invalid_credential", error.getString("code"));
      assertEquals(before, ada.read(file));
    }

    @Test
    void login_keyTooShortOrWithControlCharacters_isRefusedUnsent() {
      assertEquals(3, ada.typing("hg_1234").run("login", "--api-key").exitCode());
      assertEquals(3, ada.typing("hg_1234\u0007abcd").run("login", "--api-key").exitCode());
      assertEquals(List.of(), heygen.requests(ME));
    }
  }

  @Nested
  class Resolution {
    @Test
    void token_everySource_winsInTheVendorsOrder() {
      Tokens session = heygen.idp.issue();
      JsonObject oauth = User.object(HeygenStandIn.session(session, HOUR));
      ada.write(file, Json.createObjectBuilder(oauth).add("api_key", KEY).build().toString());

      assertEquals(session.accessToken() + "\n", ada.ok("token").stdout());
      User alias = ada.with("HYPERFRAMES_API_KEY", "hg_alias_0123");
      assertEquals("hg_alias_0123\n", alias.ok("token").stdout());
      User both = alias.with("HEYGEN_API_KEY", "hg_first_0123");
      assertEquals("hg_first_0123\n", both.ok("token").stdout());
      assertEquals("hg_alias_0123\n", both.with("HEYGEN_API_KEY", " ").ok("token").stdout());
    }

    @Test
    void token_brokenFile_isAnErrorAndStaysAsItIs() {
      ada.write(file, "{\"oauth\": {\"access_token\": ");
      JsonObject error = ada.error(5, "token");
      assertEquals("store_corrupt", error.getString("code"));
      assertTrue(error.getString("message").contains(file.toString()));
      assertEquals("{\"oauth\": {\"access_token\": ", ada.read(file));
    }

    @Test
    void token_legacyFile_isAKey() {
      ada.write(file, KEY + "\n");
      assertEquals(KEY + "\n", ada.ok("token").stdout());
      ada.write(file, "short");
      assertEquals(5, ada.run("token").exitCode());
    }

    @Test
    void token_configDirectory_isTheVendors() {
      Path elsewhere = ada.home().resolve("elsewhere");
      ada.write(elsewhere.resolve("credentials"), "{\"api_key\":\"" + KEY + "\"}");
      User moved = ada.with("HEYGEN_CONFIG_DIR", elsewhere.toString());
      assertEquals(KEY + "\n", moved.ok("token").stdout());
    }
  }

  @Nested
  class Renewal {
    @Test
    void token_expired_isRenewedAndUnknownKeysSurviveAtEveryLevel() {
      Tokens old = heygen.idp.issue();
      ada.write(
          file,
          """
          {"schema": 7, "oauth": {"access_token": "%s", "refresh_token": "%s",
           "expires_at": "%s", "x": [1]}, "user": {"email": "%s", "plan": {"a": null}}}
          """
              .formatted(old.accessToken(), old.refreshToken(), User.in(PAST), EMAIL));
      String token = ada.ok("token").stdout().strip();
      assertTrue(heygen.idp.accepts(token));
      assertEquals(token, stored().getJsonObject("oauth").getString("access_token"));
      assertEquals(7, stored().getInt("schema"));
      assertEquals("[1]", stored().getJsonObject("oauth").getJsonArray("x").toString());
      assertEquals("{\"a\":null}", stored().getJsonObject("user").getJsonObject("plan").toString());
    }

    @Test
    void token_lessThanAMinuteLeft_isRenewed() {
      Tokens old = storedSession(Duration.ofSeconds(50));
      assertFalse(ada.ok("token").stdout().startsWith(old.accessToken() + "\n"));
      assertEquals(1, heygen.idp.tokenRequests());
    }

    @Test
    void token_noRefreshTokenComesBack_keepsTheOldOne() {
      Tokens old = storedSession(PAST);
      heygen.idp.tokenAnswer(
          answer -> Json.createObjectBuilder(answer).remove("refresh_token").build());
      ada.ok("token");
      assertEquals(old.refreshToken(), stored().getJsonObject("oauth").getString("refresh_token"));
    }

    @Test
    void token_grantRejected_isExpiredAndServerAway_isNot() {
      storedSession(PAST);
      String before = ada.read(file);
      heygen.failing("/token", 503);
      JsonObject away = ada.error(1, "token");
      assertEquals("idp_unavailable", away.getString("code"));
      assertTrue(away.getBoolean("retryable"));
      assertEquals(before, ada.read(file));

      heygen.idp.answering("/token", r -> Reply.json(401, "{\"error\":\"invalid_grant\"}"));
      assertEquals("session_expired", ada.error(3, "token").getString("code"));
      assertTrue(stored().getJsonObject("oauth").containsKey("refresh_token"));
    }

    @Test
    void api_rejectedSession_isRenewedOnceAKeyIsNot() {
      storedSession(HOUR);
      heygen.idp.expireAccessTokens();
      assertEquals(0, ada.run("api", ME).exitCode());
      assertEquals(1, heygen.idp.tokenRequests());

      ada.write(file, "{\"api_key\": \"hg_no_longer_good\"}");
      assertEquals(3, ada.run("api", ME).exitCode());
      assertEquals(1, heygen.idp.tokenRequests());
    }
  }

  @Nested
  class Ending {
    @Test
    void logout_session_isRevokedRefreshTokenFirstThenForgotten() {
      Tokens tokens = storedSession(HOUR);
      JsonObject report = ada.json("logout", "--json");
      assertEquals("revoked", report.getString("revocation"));
      assertEquals(
          List.of(tokens.refreshToken(), tokens.accessToken()),
          heygen.requests("/revoke").stream().map(r -> r.form().get("token")).toList());
      assertFalse(Files.exists(file));
    }

    @Test
    void logout_revocationFails_isForgottenAllTheSameAndSaid() {
      storedSession(HOUR);
      heygen.failing("/revoke", 500);
      assertEquals("not_confirmed", ada.json("logout", "--json").getString("revocation"));
      assertFalse(Files.exists(file));
    }

    @Test
    void errors_neverShowWhatTheServiceEchoes() {
      Tokens tokens = storedSession(HOUR);
      heygen.idp.answering(
          ME,
          r -> Reply.json(400, "{\"authorization\":\"" + r.headers().get("authorization") + "\"}"));
      Result result = ada.run("--verbose", "status", "--json");
      assertFalse((result.stdout() + result.stderr()).contains(tokens.accessToken()));
    }
  }
}
