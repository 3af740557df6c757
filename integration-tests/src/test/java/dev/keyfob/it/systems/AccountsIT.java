package dev.keyfob.it.systems;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.keyfob.auth.testkit.NeedsTool;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several services and several accounts of one person, and which of them a command is about. */
@NeedsTool("curl")
class AccountsIT {
  private static final String KEY = "hg_default_0123";
  private static final String WORK_KEY = "hg_work_0123456";

  private StandIn heygen;
  private User ada;

  @BeforeEach
  void start(@TempDir Path home) {
    heygen = HeygenStandIn.start().admitting(KEY).admitting(WORK_KEY);
    ada =
        User.at(home)
            .with("KEYFOB_HOME", home.resolve("keyfob").toString())
            .with(HeygenStandIn.heygen(heygen));
    ada.typing(KEY).ok("login", "heygen", "--api-key");
    ada.typing(WORK_KEY).ok("login", "heygen", "--api-key", "--account", "work");
  }

  @AfterEach
  void stop() {
    heygen.close();
  }

  private User in(Path directory) {
    return new User(ada.home(), ada.keyfob().in(directory));
  }

  private static String token(User user, String... more) {
    String[] command = new String[more.length + 1];
    command[0] = "token";
    System.arraycopy(more, 0, command, 1, more.length);
    return user.ok(command).stdout().strip();
  }

  @Test
  void accounts_defaultIsTheSharedFile_othersAreKeyfobsOwn() throws IOException {
    assertTrue(ada.read(HeygenStandIn.file(ada)).contains(KEY));
    assertFalse(ada.read(HeygenStandIn.file(ada)).contains(WORK_KEY));
    Path own = ada.home().resolve("keyfob/credentials/heygen/work.json");
    assertTrue(ada.read(own).contains(WORK_KEY));
    assertEquals("rw-------", User.permissions(own));
    assertEquals(
        "[\"default\",\"work\"]",
        ada.json("account", "list", "heygen", "--json").getJsonArray("accounts").toString());

    ada.ok("logout", "heygen", "--account", "work");
    assertFalse(Files.exists(own));
    assertEquals(KEY, token(ada, "heygen"));
  }

  @Test
  void account_used_isWhatCommandsAreAboutUntilOneSaysOtherwise() {
    ada.ok("account", "use", "heygen", "work");
    assertEquals(WORK_KEY, token(ada, "heygen"));
    assertEquals(KEY, token(ada, "heygen", "--account", "default"));
    assertEquals(KEY, token(ada.with("KEYFOB_ACCOUNT", "default"), "heygen"));
  }

  @Test
  void binding_nearestGoingUp_namesProfileAndAccount() throws IOException {
    Path project = ada.home().resolve("project");
    Path deep = Files.createDirectories(project.resolve("a/b"));
    Files.writeString(
        project.resolve(".keyfob"), "{\"profile\": \"heygen\", \"account\": \"work\"}");
    assertEquals(WORK_KEY, token(in(deep)));
    assertEquals(KEY, token(in(deep), "--account", "default"));

    Files.writeString(project.resolve("a/.keyfob"), "{\"profile\": \"heygen\"}");
    assertEquals(KEY, token(in(deep)));
    assertEquals(
        "not_logged_in",
        in(deep).with("KEYFOB_PROFILE", "clerk").error(3, "token").getString("code"));

    Files.writeString(project.resolve("a/.keyfob"), "{\"profile\": ");
    JsonObject error = in(deep).error(2, "token");
    assertTrue(error.getString("message").contains("a/.keyfob"), error::toString);
  }

  @Test
  void overrides_ofKeyfob_winOverTheServicesOwnAndAreShown() {
    User elsewhere = ada.with("KEYFOB_HEYGEN_API_URL", "https://api.elsewhere.example");
    assertTrue(
        elsewhere.ok("profile", "list").stdout().contains("heygen       https://api.elsewhere"));
    String shown = elsewhere.ok("profile", "show", "heygen").stderr();
    assertTrue(shown.contains("KEYFOB_HEYGEN_API_URL replaces apiBaseUri."), shown);
    assertTrue(shown.contains("KEYFOB_HEYGEN_TOKEN_ENDPOINT replaces oauth.tokenEndpoint."), shown);
    User both =
        ada.with("HEYGEN_API_KEY", "hg_vendor_012").with("KEYFOB_HEYGEN_API_KEY", "hg_own_0123");
    assertEquals("hg_own_0123", token(both, "heygen"));
  }

  @Test
  void explain_everySource_tellsWhatIsShadowedByWhat() {
    heygen.admitting("hg_env_012345");
    JsonObject status =
        ada.with("HEYGEN_API_KEY", "hg_env_012345").json("status", "heygen", "--explain", "--json");
    Map<String, String> verdicts = new LinkedHashMap<>();
    for (JsonObject source : status.getJsonArray("sources").getValuesAs(JsonObject.class)) {
      verdicts.put(source.getString("name"), source.getString("verdict"));
    }
    assertEquals(
        List.of(
            "env:KEYFOB_HEYGEN_API_KEY absent",
            "env:HEYGEN_API_KEY used",
            "env:KEYFOB_HEYGEN_TOKEN absent",
            "file:api_key present, shadowed by env:HEYGEN_API_KEY",
            "file:pat absent",
            "file:oauth absent"),
        verdicts.entrySet().stream().map(v -> v.getKey() + " " + v.getValue()).toList());
    assertEquals("environment", status.getJsonObject("origin").getString("kind"));
    assertEquals("HEYGEN_API_KEY", status.getJsonObject("origin").getString("name"));
  }
}
