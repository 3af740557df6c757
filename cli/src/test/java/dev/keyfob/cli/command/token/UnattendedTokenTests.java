package dev.keyfob.cli.command.token;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.keyfob.auth.api.Keyfob;
import dev.keyfob.auth.api.spi.support.JsonText;
import dev.keyfob.auth.oauth.OAuthProvider;
import dev.keyfob.auth.testkit.HttpStub;
import dev.keyfob.auth.testkit.HttpStub.Reply;
import dev.keyfob.auth.testkit.InMemoryStore;
import dev.keyfob.cli.CommandLine;
import dev.keyfob.cli.FakeKeys;
import dev.keyfob.cli.FakeTty;
import dev.keyfob.cli.system.SystemEnvironment;
import jakarta.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is said of a token that nobody has logged in for. */
class UnattendedTokenTests {
  private final HttpStub http =
      HttpStub.start(
          _ ->
              Reply.json(
                  200, "{\"access_token\":\"at\",\"token_type\":\"Bearer\",\"expires_in\":3600}"));
  @TempDir private Path home;

  @AfterEach
  void moveOut() {
    http.close();
  }

  private record Outcome(int code, String out, String err) {}

  private Outcome run(String workload, String... line) throws IOException {
    Files.createDirectories(home.resolve("profiles"));
    Files.writeString(
        home.resolve("profiles/job.json"),
        """
        {"oauth":{"tokenEndpoint":"%s","clientId":"bot"},"workload":%s}
        """
            .formatted(http.uri("/token"), workload));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    SystemEnvironment system =
        new SystemEnvironment(
            InputStream.nullInputStream(),
            new PrintStream(out, false, StandardCharsets.UTF_8),
            new PrintStream(err, false, StandardCharsets.UTF_8),
            FakeTty.NONE,
            Map.of("KEYFOB_HOME", home.toString()),
            Clock.systemUTC(),
            home,
            "Linux",
            () -> new FakeKeys(""),
            () ->
                Keyfob.builder()
                    .withoutPluginFolder()
                    .provider(new OAuthProvider())
                    .store(new InMemoryStore()),
            Optional::empty);
    int code = CommandLine.run(List.of(line), system);
    return new Outcome(
        code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  @Test
  void idToken_nobodyLoggedIn_isRefusedWithoutALoginForAHint() throws IOException {
    Outcome outcome = run("{\"grant\":\"client_credentials\"}", "token", "job", "--token", "id");
    assertEquals(2, outcome.code(), outcome::toString);
    JsonObject refused = JsonText.parseObject(outcome.err()).getJsonObject("error");
    assertEquals("oauth_not_configured", refused.getString("code"));
    assertEquals("keyfob status job --explain", refused.getString("hint"));
  }

  @Test
  void status_tokenObtained_isLoggedIn() throws IOException {
    Outcome outcome = run("{\"grant\":\"client_credentials\"}", "status", "job");
    assertEquals(0, outcome.code(), outcome::toString);
    assertTrue(outcome.out().startsWith("job: logged in"), outcome::toString);
  }

  @Test
  void status_sourceGivesNothing_isNotLoggedIn() throws IOException {
    Outcome outcome = run("{\"source\":\"env:ABSENT\",\"grant\":\"jwt-bearer\"}", "status", "job");
    assertEquals(2, outcome.code(), outcome::toString);
    assertTrue(outcome.out().startsWith("job: no token can be had"), outcome::toString);
    assertTrue(outcome.out().contains("keyfob profile show job"), outcome::toString);
  }
}
