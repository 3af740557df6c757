package dev.keyfob.it.systems;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.keyfob.auth.testkit.FakeIdentityProvider;
import dev.keyfob.auth.testkit.FakeIdentityProvider.Tokens;
import dev.keyfob.auth.testkit.HttpStub.Reply;
import dev.keyfob.auth.testkit.HttpStub.Request;
import dev.keyfob.auth.testkit.NeedsTool;
import dev.keyfob.it.process.Result;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** keyfob in the place of {@code clerk auth}; the bullets are in docs/systems.md. */
@NeedsTool("curl")
class ClerkIT {
  private static final String TOKEN = "/oauth/token";
  private static final String REVOKE = "/oauth/token/revoke";

  private StandIn clerk;
  private User ada;
  private Path file;

  @BeforeEach
  void start(@TempDir Path home) {
    clerk = new StandIn("x7Fzlnxuu5I6UUa4").authorizingAt("/oauth/authorize");
    clerk.idp.alias(TOKEN, "/token").alias(REVOKE, "/revoke").alias("/oauth/userinfo", "/userinfo");
    clerk.answering("/v1/platform/applications", "[]").admitting("ak_0123456789");
    ada =
        User.at(home)
            .with("KEYFOB_PROFILE", "clerk")
            .with("KEYFOB_HOME", home.resolve("keyfob").toString())
            .with("CLERK_OAUTH_BASE_URL", clerk.address(""))
            .with("CLERK_PLATFORM_API_URL", clerk.address(""));
    file = home.resolve("keyfob/credentials/clerk/default.json");
  }

  @AfterEach
  void stop() {
    clerk.close();
  }

  private JsonObject oauth() {
    return User.object(ada.read(file)).getJsonObject("oauth");
  }

  private Tokens storedSession(Duration end) {
    Tokens tokens = clerk.idp.issue();
    ada.write(file, HeygenStandIn.session(tokens, end));
    return tokens;
  }

  private static String jwt(Instant end) {
    return Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString("{\"alg\":\"none\"}".getBytes(StandardCharsets.UTF_8))
        + "."
        + Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString(
                ("{\"exp\":" + end.getEpochSecond() + "}").getBytes(StandardCharsets.UTF_8))
        + ".c2ln";
  }

  @Nested
  class Login {
    @Test
    void login_oauth_asksAsTheVendorDoesAndIsStored() {
      Result login = ada.ok("login", "--oauth", "--json");
      Map<String, String> asked = clerk.last("/oauth/authorize").parameters();
      assertTrue(
          asked.getOrDefault("redirect_uri", "").matches("http://127\\.0\\.0\\.1:\\d+/callback"));
      assertEquals("cli", asked.get("clerk_client"));
      assertEquals("", asked.getOrDefault("scope", ""));
      assertEquals("S256", asked.get("code_challenge_method"));
      assertTrue(login.stderr().contains(clerk.address("/oauth/authorize")), login::toString);

      assertTrue(clerk.idp.canRenew(oauth().getString("refresh_token")));
      assertEquals("rw-------", User.permissions(file));
      assertEquals(FakeIdentityProvider.EMAIL + "\n", ada.ok("whoami").stdout());
      assertEquals(
          120,
          ada.json("profile", "show", "--json").getJsonObject("oauth").getInt("callbackTimeout"));
    }

    @Test
    void login_expiresInMissing_takesTheTokensOwnEndLessALeeway() {
      Instant end = Instant.now().plusSeconds(7200);
      clerk.idp.tokenAnswer(
          answer ->
              Json.createObjectBuilder(answer)
                  .remove("expires_in")
                  .add("access_token", jwt(end))
                  .build());
      JsonObject report = ada.json("login", "--oauth", "--no-verify", "--json");
      assertEquals(
          end.getEpochSecond() - 30,
          Instant.parse(report.getString("expires_at")).getEpochSecond());
    }

    @Test
    void login_overASession_revokesTheOldGrantOnceTheNewOneIsStored() {
      Tokens old = storedSession(Duration.ofHours(1));
      ada.ok("login", "--oauth");
      assertFalse(clerk.idp.canRenew(old.refreshToken()));
      assertTrue(clerk.idp.canRenew(oauth().getString("refresh_token")));
      List<String> order =
          clerk.idp.requests().stream()
              .map(Request::path)
              .filter(path -> path.equals(TOKEN) || path.equals(REVOKE))
              .distinct()
              .toList();
      assertEquals(List.of(TOKEN, REVOKE), order);
    }

    @Test
    void login_platformKey_isVerified() {
      ada.typing("ak_0123456789").ok("login", "--api-key");
      assertEquals(1, clerk.requests("/v1/platform/applications").size());
      assertEquals(
          "ak_other_key\n",
          ada.with("CLERK_PLATFORM_API_KEY", "ak_other_key").ok("token").stdout());
    }
  }

  @Nested
  class LegacyToken {
    @Test
    void rawToken_isPresentAndExpiredWhenUsed() {
      ada.write(file, jwt(Instant.now().plusSeconds(3600)));
      JsonObject status = User.object(ada.expect(3, "status", "--offline", "--json").stdout());
      assertTrue(status.getBoolean("configured"), status::toString);
      assertEquals("expired", status.getString("state"));
      assertTrue(status.isNull("expires_at"), status::toString);
      for (String command : List.of("token", "whoami", "refresh")) {
        JsonObject error = ada.error(3, command);
        assertEquals("session_expired", error.getString("code"), command);
        assertTrue(error.getString("message").contains("it is a bare token"), error::toString);
        assertEquals("keyfob login clerk", error.getString("hint"), command);
      }
      assertEquals(List.of(), clerk.idp.requests());
    }

    @Test
    void rawToken_isUpgradedByTheNextLogin() {
      ada.write(file, jwt(Instant.now().plusSeconds(3600)));
      ada.ok("login", "--oauth");
      assertTrue(clerk.idp.canRenew(oauth().getString("refresh_token")));
    }
  }

  @Nested
  class Renewal {
    @Test
    void everyCommand_renewsAndPresenceChecksDoNot() {
      storedSession(Duration.ofHours(-1));
      ada.ok("status", "--offline");
      ada.ok("account", "list");
      assertEquals(List.of(), clerk.requests(TOKEN));
      ada.ok("whoami");
      assertEquals(1, clerk.requests(TOKEN).size());
    }

    @Test
    void storedWithoutAnEnd_isRenewedWhenTheTokenSaysSo() {
      Tokens tokens = clerk.idp.issue();
      String stored =
          "{\"oauth\":{\"access_token\":\"%s\",\"refresh_token\":\"%s\"}}"
              .formatted(jwt(Instant.now().plusSeconds(20)), tokens.refreshToken());
      ada.write(file, stored);
      assertTrue(clerk.idp.accepts(ada.ok("token").stdout().strip()));
    }

    @Test
    void invalidGrant_otherProcessWon_adoptsWhatItStored() {
      storedSession(Duration.ofHours(-1));
      Tokens won = clerk.idp.issue();
      clerk.idp.answering(
          TOKEN,
          r -> {
            ada.write(file, HeygenStandIn.session(won, Duration.ofHours(1)));
            return Reply.json(400, "{\"error\":\"invalid_grant\"}");
          });
      assertEquals(won.accessToken() + "\n", ada.ok("token").stdout());
    }

    @ParameterizedTest
    @CsvSource({
      "400, invalid_grant, session_expired, 3",
      "401, invalid_client, oauth_not_configured, 2",
      "429, '', idp_unavailable, 1",
      "503, '', idp_unavailable, 1"
    })
    void refusals_areToldApartAndKeepTheCredential(
        int status, String error, String code, int exit) {
      Tokens tokens = storedSession(Duration.ofHours(-1));
      clerk.idp.answering(TOKEN, r -> Reply.json(status, "{\"error\":\"" + error + "\"}"));
      assertEquals(code, ada.error(exit, "token").getString("code"));
      assertEquals(tokens.refreshToken(), oauth().getString("refresh_token"));
    }

    @Test
    void verbose_tellsOfTheRenewalWithoutTheTokens() {
      Tokens tokens = storedSession(Duration.ofHours(-1));
      Result result = ada.ok("--verbose", "status");
      assertTrue(result.stderr().contains("renewing the session of clerk"), result::toString);
      assertFalse(result.stderr().contains(tokens.refreshToken()), result::toString);
    }
  }

  @Nested
  class Logout {
    @Test
    void logout_session_isRevoked() {
      Tokens tokens = storedSession(Duration.ofHours(1));
      assertEquals("revoked", ada.json("logout", "--json").getString("revocation"));
      assertFalse(clerk.idp.canRenew(tokens.refreshToken()));
      assertFalse(Files.exists(file));
    }

    @Test
    void logout_jwtThatCannotBeRevoked_isRevokedWithItsGrant() {
      Tokens tokens = clerk.idp.issue();
      ada.write(
          file,
          "{\"oauth\":{\"access_token\":\"%s\",\"refresh_token\":\"%s\"}}"
              .formatted(jwt(Instant.now().plusSeconds(600)), tokens.refreshToken()));
      clerk.idp.answering(
          REVOKE,
          r ->
              r.form().getOrDefault("token", "").startsWith("ey")
                  ? Reply.json(400, "{\"error\":\"invalid_request\"}")
                  : null);
      assertEquals("revoked", ada.json("logout", "--json").getString("revocation"));
    }

    @Test
    void logout_refused_isSaidAndForgottenAllTheSame() {
      storedSession(Duration.ofHours(1));
      clerk.failing(REVOKE, 403);
      assertEquals("not_confirmed", ada.json("logout", "--json").getString("revocation"));
      assertFalse(Files.exists(file));
    }

    @Test
    void logout_nothingStored_isNothingToRevoke() {
      assertEquals("nothing_to_revoke", ada.json("logout", "--json").getString("revocation"));
    }
  }

  @Test
  void api_requestFromStandardInput_isSent() {
    storedSession(Duration.ofHours(1));
    clerk.answering("/v1/things", "{\"id\": 1}");
    Result sent =
        ada.typing("{\"name\": \"x\"}").ok("api", "clerk", "POST", "/v1/things", "-d", "-", "-i");
    assertTrue(sent.stdout().contains("200"), sent::toString);
    assertEquals("POST", clerk.last("/v1/things").method());
    assertEquals("{\"name\": \"x\"}", clerk.last("/v1/things").body());
  }
}
