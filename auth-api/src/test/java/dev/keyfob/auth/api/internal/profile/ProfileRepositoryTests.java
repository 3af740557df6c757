package dev.keyfob.auth.api.internal.profile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.ErrorCode;
import dev.keyfob.auth.api.OAuthSettings;
import dev.keyfob.auth.api.ServiceProfile;
import dev.keyfob.auth.api.spi.support.JsonText;
import dev.keyfob.auth.testkit.RecordingNotices;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProfileRepositoryTests {
  @TempDir Path home;

  private final Map<String, String> environment = new HashMap<>();

  @Nested
  class BuiltIn {
    @ParameterizedTest
    @ValueSource(strings = {"clerk", "heygen", "hyperframes", "pipecat"})
    void get_builtIn_isReadable(String name) {
      ServiceProfile profile = repository().get(name);
      assertTrue(profile.apiBaseUri().isPresent());
      assertTrue(repository().isBuiltIn(name));
    }

    @Test
    void get_ownOfTheSameName_winsAndRemovingItBringsTheBuiltInBack() {
      repository().put("heygen", JsonText.parseObject("{\"displayName\":\"Mine\"}"));
      assertEquals("Mine", repository().get("heygen").displayName());
      assertTrue(repository().remove("heygen"));
      assertEquals("HeyGen", repository().get("heygen").displayName());
      assertFalse(repository().remove("heygen"));
    }
  }

  @Nested
  class Own {
    @Test
    void put_andGet_andList_roundTrip() throws IOException {
      Path file = put("My Service", "{'apiBaseUri':'https://a.example','sso':{'x':1}}");
      assertEquals("%4Dy%20%53ervice.json", file.getFileName().toString());
      assertEquals(Set.of("My Service"), repository().ownNames());
      assertTrue(repository().names().containsAll(List.of("My Service", "clerk")));
      assertEquals(1, repository().get("My Service").document().getJsonObject("sso").getInt("x"));
      assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
    }

    @Test
    void put_malformed_writesNothing() {
      assertThrows(AuthException.Misconfigured.class, () -> put("acme", "{'apiBaseUri':'nope'}"));
      assertEquals(Set.of(), repository().ownNames());
    }

    @Test
    void get_unknown_saysWhereToLook() {
      var failure =
          assertThrows(AuthException.Misconfigured.class, () -> repository().get("nothing"));
      assertEquals(ErrorCode.PROFILE_NOT_FOUND, failure.code());
      assertEquals("keyfob profile list", failure.hint().orElseThrow());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "{", "not json", "{\"a\":1,\"a\":2}"})
    void get_fileThatIsNoObject_namesTheFile(String content) throws IOException {
      Path file = put("acme", "{}");
      Files.writeString(file, content);
      var failure = assertThrows(AuthException.Misconfigured.class, () -> repository().get("acme"));
      assertEquals(
          "The profile in " + file + " is malformed: it is not a JSON object.",
          failure.getMessage());
    }

    @Test
    void get_directoryInItsPlace_isAUsageError() throws IOException {
      Files.createDirectories(profiles().resolve("acme.json"));
      assertThrows(AuthException.Misconfigured.class, () -> repository().get("acme"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"../../etc/passwd", "/etc/passwd", ".."})
    void get_nameThatIsAPath_staysInTheDirectory(String name) {
      assertThrows(AuthException.Misconfigured.class, () -> repository().get(name));
      assertEquals(profiles(), put(name, "{}").getParent());
    }

    @Test
    void ownNames_strangersInTheDirectory_areIgnored() throws IOException {
      put("acme", "{}");
      Files.createFile(profiles().resolve("README.md"));
      Files.createFile(profiles().resolve("Not Ours.json"));
      assertEquals(Set.of("acme"), repository().ownNames());
    }
  }

  @Nested
  class Overrides {
    @Test
    void get_keyfobVariables_winOverTheProfile() {
      put("my-service", "{'apiBaseUri':'https://a.example','oauth':{'clientId':'old'}}");
      environment.put("KEYFOB_MY_SERVICE_API_URL", "https://b.example");
      environment.put("KEYFOB_MY_SERVICE_CLIENT_ID", " new ");
      environment.put("KEYFOB_MY_SERVICE_ISSUER", "https://idp.example");
      ServiceProfile profile = repository().get("my-service");
      assertEquals(Optional.of(URI.create("https://b.example")), profile.apiBaseUri());
      assertEquals(Optional.of("new"), profile.oauth().orElseThrow().clientId());
      assertEquals(
          Optional.of(URI.create("https://idp.example")), profile.oauth().orElseThrow().issuer());
    }

    @Test
    void get_variablesThatTheProfileLists_comeAfterKeyfobs() {
      environment.put("HYPERFRAMES_OAUTH_TOKEN_URL", "https://one.example/token");
      assertEquals("one.example", tokenHost());
      environment.put("KEYFOB_HYPERFRAMES_TOKEN_ENDPOINT", "https://two.example/token");
      assertEquals("two.example", tokenHost());
      environment.put("KEYFOB_HYPERFRAMES_TOKEN_ENDPOINT", " ");
      assertEquals("one.example", tokenHost());
    }

    @Test
    void get_credentialVariables_startWithKeyfobsOwn() {
      assertEquals(
          List.of("KEYFOB_HYPERFRAMES_API_KEY", "HEYGEN_API_KEY", "HYPERFRAMES_API_KEY"),
          repository().get("hyperframes").environment().get("apiKey"));
      assertEquals(
          List.of("KEYFOB_HYPERFRAMES_TOKEN"),
          repository().get("hyperframes").environment().get("token"));
    }

    @Test
    void get_plainHttp_isAllowedByItsVariableOnly() {
      environment.put("HEYGEN_API_BASE", "http://staging.example");
      assertThrows(AuthException.Misconfigured.class, () -> repository().get("heygen"));
      environment.put("HEYGEN_ALLOW_HTTP", "1");
      assertTrue(repository().get("heygen").allowHttp());
    }

    @Test
    void get_endpointsBase_movesAllEndpoints() {
      environment.put("CLERK_OAUTH_BASE_URL", "https://id.dev.example");
      environment.put("CLERK_OAUTH_SCOPES", "profile email");
      OAuthSettings oauth = repository().get("clerk").oauth().orElseThrow();
      assertEquals(
          Optional.of(URI.create("https://id.dev.example/oauth/token")), oauth.tokenEndpoint());
      assertEquals(
          Optional.of(URI.create("https://id.dev.example/oauth/token/revoke")),
          oauth.revocationEndpoint());
      assertEquals(List.of("profile", "email"), oauth.scopes());
    }

    @Test
    void get_organization_isReplaced() {
      environment.put("PIPECAT_ORG", "acme");
      assertEquals("acme", repository().get("pipecat").document().getString("organization"));
    }

    @Test
    void document_isWhatIsWrittenDown_andOverridesSayWhatTheEnvironmentReplaces() {
      put("acme", "{'apiBaseUri':'https://a.example','oauth':{'clientId':'old'},'x':[1,null]}");
      environment.put("KEYFOB_ACME_API_URL", "https://b.example");
      environment.put("KEYFOB_ACME_CLIENT_ID", "new");
      assertEquals(
          JsonText.parseObject(
              "{\"apiBaseUri\":\"https://a.example\",\"oauth\":{\"clientId\":\"old\"},\"x\":[1,null]}"),
          repository().document("acme"));
      assertEquals(
          Map.of("apiBaseUri", "KEYFOB_ACME_API_URL", "oauth.clientId", "KEYFOB_ACME_CLIENT_ID"),
          repository().overrides("acme"));
      assertEquals(Map.of(), repository().overrides("heygen"));
    }

    @Test
    void document_unknown_saysWhereToLook() {
      var failure =
          assertThrows(AuthException.Misconfigured.class, () -> repository().document("nobody"));
      assertEquals(ErrorCode.PROFILE_NOT_FOUND, failure.code());
    }

    @Test
    void get_overrideThatIsMalformed_isAUsageError() {
      environment.put("KEYFOB_HEYGEN_API_URL", "not a url");
      assertThrows(AuthException.Misconfigured.class, () -> repository().get("heygen"));
    }

    private String tokenHost() {
      return repository()
          .get("hyperframes")
          .oauth()
          .orElseThrow()
          .tokenEndpoint()
          .orElseThrow()
          .getHost();
    }
  }

  private Path put(String name, String json) {
    return repository().put(name, JsonText.parseObject(json.replace('\'', '"')));
  }

  private Path profiles() {
    return home.resolve("profiles");
  }

  private ProfileRepository repository() {
    return new ProfileRepository(profiles(), Map.of(), environment, new RecordingNotices());
  }
}
