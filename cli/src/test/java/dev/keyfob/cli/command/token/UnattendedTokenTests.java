package dev.keyfob.cli.command.token;

import static org.junit.jupiter.api.Assertions.assertEquals;

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
import java.io.OutputStream;
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

/** What cannot be had of a token that nobody has logged in for. */
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

  @Test
  void idToken_nobodyLoggedIn_isRefusedWithoutALoginForAHint() throws IOException {
    Files.createDirectories(home.resolve("profiles"));
    Files.writeString(
        home.resolve("profiles/job.json"),
        """
        {"oauth":{"tokenEndpoint":"%s","clientId":"bot"},"workload":{"grant":"client_credentials"}}
        """
            .formatted(http.uri("/token")));
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    SystemEnvironment system =
        new SystemEnvironment(
            InputStream.nullInputStream(),
            new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8),
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

    assertEquals(2, CommandLine.run(List.of("token", "job", "--token", "id"), system));

    JsonObject refused = JsonText.parseObject(err.toByteArray()).getJsonObject("error");
    assertEquals("oauth_not_configured", refused.getString("code"));
    assertEquals("keyfob status job --explain", refused.getString("hint"));
  }
}
