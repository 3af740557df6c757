package dev.keyfob.it.systems;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.keyfob.auth.testkit.HttpStub.Reply;
import dev.keyfob.auth.testkit.NeedsTool;
import dev.keyfob.it.process.Result;
import dev.keyfob.it.process.Running;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A service that does as GitHub does: explicit endpoints, tokens without an end and without an ID
 * token, refusals under the status of a success, and personal access tokens with a prefix.
 */
@NeedsTool("curl")
class GithubLikeIT {
  private static final String PAT = "frg_0123456789";

  private StandIn forge;
  private User ada;
  private Path file;

  @BeforeEach
  void start(@TempDir Path home) {
    forge =
        new StandIn("Iv1.0123")
            .answering("/user", "{\"login\": \"ada\", \"name\": null, \"id\": 7}");
    forge.idp.tokenAnswer(
        answer ->
            Json.createObjectBuilder()
                .add("access_token", answer.getString("access_token"))
                .add("token_type", "bearer")
                .add("scope", "read:user,gist")
                .build());
    ada = User.at(home).with("KEYFOB_HOME", home.resolve("keyfob").toString());
    file = home.resolve("keyfob/credentials/forge/default.json");
    ada.typing(
            """
            {
              "name": "forge",
              "displayName": "Forge",
              "apiBaseUri": "BASE",
              "identityPath": "/user",
              "identityFields": ["login", "name", "email"],
              "environment": { "token": ["FORGE_TOKEN"] },
              "pat": { "prefix": "frg_", "scheme": "token" },
              "oauth": {
                "endpointBaseUri": "BASE",
                "authorizationEndpoint": "/authorize",
                "tokenEndpoint": "/token",
                "deviceAuthorizationEndpoint": "/device",
                "clientId": "Iv1.0123",
                "scopes": ["read:user", "gist"]
              }
            }
            """
                .replace("BASE", forge.address("")))
        .ok("profile", "import", "-");
  }

  @AfterEach
  void stop() {
    forge.close();
  }

  private JsonObject oauth() {
    return User.object(ada.read(file)).getJsonObject("oauth");
  }

  @Test
  void login_tokenWithoutAnEnd_isFreshUntilTheServiceSaysNo() {
    ada.ok("login", "--oauth");
    assertFalse(oauth().containsKey("expires_at"));
    assertFalse(oauth().containsKey("id_token"));
    JsonObject status = ada.json("status", "--json");
    assertEquals("fresh", status.getString("state"));
    assertFalse(status.getBoolean("refreshable"));
    assertEquals("ada\n", ada.ok("whoami").stdout());

    forge.idp.expireAccessTokens();
    assertEquals("session_expired", ada.error(3, "api", "/user").getString("code"));
  }

  @Test
  void login_device_understandsRefusalsUnderTheStatusOfASuccess() {
    AtomicInteger polls = new AtomicInteger();
    forge.idp.answering(
        "/token",
        r ->
            polls.getAndIncrement() == 0
                ? Reply.json(200, "{\"error\":\"authorization_pending\"}")
                : null);
    try (Running login = ada.keyfob().start("login", "--device")) {
      forge.idp.approveDevice(login.awaitStderr(Pattern.compile("(WDJB-\\d+)")).group(1));
      Result result = login.result();
      assertEquals(0, result.exitCode(), result::toString);
    }
    assertEquals(2, polls.get());
    assertTrue(forge.idp.accepts(oauth().getString("access_token")));
  }

  @Test
  void login_codeRefused_saysSo() {
    forge.idp.answering("/token", r -> Reply.json(200, "{\"error\":\"bad_verification_code\"}"));
    assertEquals("login_denied", ada.error(3, "login", "--oauth").getString("code"));
    assertFalse(Files.exists(file));
  }

  @Test
  void pat_fromTheEnvironmentOrALogin_goesOutUnderItsScheme() {
    forge.idp.answering("/user", r -> Reply.json(200, "{\"login\": \"ada\"}"));
    ada.with("FORGE_TOKEN", PAT).ok("api", "/user");
    assertEquals("token " + PAT, forge.last("/user").headers().get("authorization"));
    ada.typing(PAT).ok("use-pat");
    ada.ok("api", "/user");
    assertEquals("token " + PAT, forge.last("/user").headers().get("authorization"));
    assertEquals(
        List.of("pat", "user", "bound_to"), List.copyOf(User.object(ada.read(file)).keySet()));
  }

  @Test
  void logout_nowhereToRevoke_saysSo() {
    ada.ok("login", "--oauth");
    assertEquals("nothing_to_revoke", ada.json("logout", "--json").getString("revocation"));
    assertFalse(Files.exists(file));
  }
}
