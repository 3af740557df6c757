package dev.keyfob.it.systems;

import static dev.keyfob.it.systems.HeygenStandIn.EMAIL;
import static dev.keyfob.it.systems.HeygenStandIn.KEY;
import static dev.keyfob.it.systems.HeygenStandIn.ME;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** keyfob in the place of {@code heygen auth}; the bullets are in docs/systems.md. */
@NeedsTool("curl")
class HeygenIT {
  private static final Duration HOUR = Duration.ofHours(1);

  private StandIn heygen;
  private User ada;
  private Path file;

  @BeforeEach
  void start(@TempDir Path home) {
    heygen = HeygenStandIn.start();
    ada = User.at(home).with(HeygenStandIn.heygen(heygen)).with("KEYFOB_PROFILE", "heygen");
    file = HeygenStandIn.file(ada);
  }

  @AfterEach
  void stop() {
    heygen.close();
  }

  private Tokens storedSession() {
    Tokens tokens = heygen.idp.issue();
    ada.write(file, HeygenStandIn.session(tokens, HOUR));
    return tokens;
  }

  private void storedBoth(Tokens tokens) {
    JsonObject session = User.object(HeygenStandIn.session(tokens, HOUR));
    ada.write(file, Json.createObjectBuilder(session).add("api_key", KEY).build().toString());
  }

  private static String texts(JsonObject report, String field) {
    return report.getJsonArray(field).toString();
  }

  @Nested
  class Login {
    @Test
    void login_twoWaysAtOnce_isAUsageError() {
      assertEquals("usage", ada.error(2, "login", "--oauth", "--api-key").getString("code"));
    }

    @Test
    void login_noTerminal_readsAKeyFromStandardInput() {
      JsonObject report = User.object(ada.typing(KEY + "\n").ok("login", "--json").stdout());
      assertEquals("api_key", report.getString("type"));
      assertEquals(EMAIL, report.getJsonObject("user").getString("email"));
    }

    @Test
    void login_noTerminalAndNoInput_endsAtOnceWithTheCommandsThatWork() {
      JsonObject error = ada.error(3, "login");
      assertEquals("not_interactive", error.getString("code"));
      assertTrue(error.getString("hint").contains("keyfob login heygen --api-key"));
      assertTrue(error.getString("hint").contains("keyfob login heygen --device"));
    }

    @Test
    void login_overTheOtherBlock_clearsItAndSaysSo() {
      storedSession();
      JsonObject key = User.object(ada.typing(KEY).ok("login", "--api-key", "--json").stdout());
      assertEquals("[\"oauth\"]", texts(key, "cleared"));
      assertFalse(User.object(ada.read(file)).containsKey("oauth"));

      JsonObject session = ada.json("login", "--oauth", "--json");
      assertEquals("[\"api_key\"]", texts(session, "cleared"));
      assertFalse(User.object(ada.read(file)).containsKey("api_key"));
    }

    @Test
    void login_fileWithBoth_heals() {
      storedBoth(heygen.idp.issue());
      JsonObject report = ada.json("login", "--oauth", "--json");
      assertEquals("[\"api_key\"]", texts(report, "cleared"));
      assertEquals(
          "[\"oauth\",\"user\"]",
          Json.createArrayBuilder(List.copyOf(User.object(ada.read(file)).keySet()))
              .build()
              .toString());
    }

    @Test
    void login_variableThatWins_isSaid() {
      JsonObject report =
          User.object(ada.with("HEYGEN_API_KEY", KEY).ok("login", "--oauth", "--json").stdout());
      assertEquals("HEYGEN_API_KEY", report.getString("shadowed_by"));
    }

    @Test
    void login_noBrowserAndNoTerminal_failsAtOnceNamingTheVariable() {
      JsonObject error = ada.with("HEYGEN_NO_BROWSER", "1").error(3, "login", "--oauth");
      assertEquals("not_interactive", error.getString("code"));
      assertTrue(error.getString("message").contains("HEYGEN_NO_BROWSER is set"));
    }

    @Test
    void login_waitsFiveMinutesForThePerson() {
      JsonObject oauth = ada.json("profile", "show", "--json").getJsonObject("oauth");
      assertEquals(300, oauth.getInt("callbackTimeout"));
    }

    @Test
    void login_damagedFile_isKeptAsideNotOverwritten() {
      ada.write(file, "{\"api_key\": ");
      assertEquals("store_corrupt", ada.error(5, "status").getString("code"));
      assertEquals("{\"api_key\": ", ada.read(file));
      Result login = ada.typing(KEY).ok("login", "--api-key");
      assertTrue(login.stderr().contains("is kept as"), login::toString);
      assertEquals(KEY + "\n", ada.ok("token").stdout());
    }
  }

  @Nested
  class Use {
    @Test
    void token_keyAndSessionInTheFile_theKeyWins() {
      storedBoth(heygen.idp.issue());
      assertEquals(KEY + "\n", ada.ok("token").stdout());
      assertEquals(
          "hg_environment\n", ada.with("HEYGEN_API_KEY", "hg_environment").ok("token").stdout());
    }

    @Test
    void accessToken_neverGoesIntoTheKeyHeader() {
      Tokens tokens = storedSession();
      ada.ok("api", ME);
      assertEquals(
          "Bearer " + tokens.accessToken(), heygen.last(ME).headers().get("authorization"));
      assertFalse(heygen.last(ME).headers().containsKey(StandIn.KEY_HEADER));
    }

    @Test
    void credentialsHeader_winsOverTheUsers() {
      ada.write(file, "{\"api_key\": \"" + KEY + "\"}");
      ada.ok("api", ME, "-H", "X-Api-Key: mine", "-H", "X-Other: mine");
      assertEquals(KEY, heygen.last(ME).headers().get(StandIn.KEY_HEADER));
      assertEquals("mine", heygen.last(ME).headers().get("x-other"));
    }

    @Test
    void plainHttp_isRefusedUnlessAllowed() {
      ada.write(file, "{\"api_key\": \"" + KEY + "\"}");
      User staging = ada.with("HEYGEN_API_BASE", "http://staging.invalid");
      assertEquals(2, staging.run("token").exitCode());
      assertEquals(0, staging.with("HEYGEN_ALLOW_HTTP", "1").run("token").exitCode());
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "[]", "\"x\"", "{\"data\": null}", "not JSON", ""})
    void status_identityOfAnyShape_doesNotFail(String answer) {
      storedSession();
      heygen.idp.answering(
          ME, r -> Reply.of(200, "application/json", answer.getBytes(StandardCharsets.UTF_8)));
      assertEquals("oauth", ada.json("status", "--json").getString("type"));
    }

    @Test
    void status_session_describesTheCredential() {
      storedSession();
      JsonObject status = ada.json("status", "--json");
      assertEquals("oauth", status.getString("type"));
      assertEquals("store", status.getJsonObject("origin").getString("kind"));
      assertEquals("openid profile email", status.getString("scope"));
      assertTrue(status.getBoolean("refreshable"));
      assertFalse(status.isNull("expires_at"));
    }

    @Test
    void status_expiredSession_isTypedAsSuch() {
      ada.write(file, HeygenStandIn.session(heygen.idp.issue(), Duration.ofHours(-1)));
      assertEquals("expired", ada.json("status", "--offline", "--json").getString("state"));
    }
  }

  @Nested
  class Rejection {
    @Test
    void api_rejectedSession_isRenewedOnceAndTheRequestRepeated() {
      storedSession();
      heygen.idp.expireAccessTokens();
      ada.ok("api", ME);
      assertEquals(2, heygen.requests(ME).size());
      assertEquals(1, heygen.idp.tokenRequests());
    }

    @Test
    void api_rejectedAfterTheRenewal_isNotRenewedTwice() {
      storedSession();
      heygen.failing(ME, 401);
      assertEquals("session_expired", ada.error(3, "api", ME).getString("code"));
      assertEquals(1, heygen.idp.tokenRequests());
    }

    @Test
    void api_rejectedKey_namesWhereItCameFrom() {
      User wrong = ada.with("HEYGEN_API_KEY", "hg_not_admitted");
      JsonObject error = wrong.error(3, "api", ME);
      assertTrue(error.getString("message").contains("HEYGEN_API_KEY"), error::toString);
      assertEquals("unset HEYGEN_API_KEY", error.getString("hint"));
      assertTrue(wrong.error(3, "whoami").getString("message").contains("HEYGEN_API_KEY"));
    }

    @ParameterizedTest
    @CsvSource({
      "403, forbidden, false, 1",
      "429, api_error, true, 1",
      "500, api_error, true, 1",
      "404, api_error, false, 1"
    })
    void api_otherRefusals_neverSayToLogIn(int status, String code, boolean retryable, int exit) {
      storedSession();
      heygen.failing(ME, status);
      JsonObject error = ada.error(exit, "api", ME);
      assertEquals(code, error.getString("code"));
      assertEquals(retryable, error.getBoolean("retryable"));
      assertFalse(error.toString().contains("keyfob login"), error::toString);
      assertEquals(0, heygen.idp.tokenRequests());
    }
  }

  @Nested
  class Logout {
    @Test
    void logout_fileWithBoth_clearsBothAndSaysSo() {
      storedBoth(heygen.idp.issue());
      JsonObject report = ada.json("logout", "--json");
      assertTrue(texts(report, "cleared").contains("api_key"), report::toString);
      assertTrue(texts(report, "cleared").contains("oauth"), report::toString);
      assertEquals("revoked", report.getString("revocation"));
      assertFalse(Files.exists(file));
    }

    @Test
    void logout_keyInTheEnvironment_isSaidToBeStillActive() {
      storedSession();
      JsonObject report =
          User.object(ada.with("HEYGEN_API_KEY", KEY).ok("logout", "--json").stdout());
      assertEquals("HEYGEN_API_KEY", report.getString("still_active_from"));
    }

    @Test
    void logout_revocation_carriesTheClient() {
      storedSession();
      ada.ok("logout");
      List<Request> revocations = heygen.requests("/revoke");
      assertEquals(2, revocations.size());
      assertEquals(HeygenStandIn.CLIENT, revocations.getFirst().form().get("client_id"));
    }
  }
}
