package dev.keyfob.it.programs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.keyfob.auth.testkit.HttpStub;
import dev.keyfob.auth.testkit.HttpStub.Reply;
import dev.keyfob.auth.testkit.HttpStub.Request;
import dev.keyfob.auth.testkit.NeedsTool;
import dev.keyfob.it.Fixtures;
import dev.keyfob.it.process.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Google's own library with executable-sourced credentials. */
@NeedsTool({"google-auth", "curl"})
class GoogleIT {
  private static final String ID_TOKEN = "urn:ietf:params:oauth:token-type:id_token";

  @TempDir Path home;
  private final HttpStub sts = HttpStub.start(GoogleIT::answer);
  private Workplace work;
  private Path settings;

  @BeforeEach
  void moveIn() throws IOException {
    work = Workplace.at(home).with("GOOGLE_EXTERNAL_ACCOUNT_ALLOW_EXECUTABLES", "1");
    work.loggedIn("https://api.example", "");
    settings = home.resolve("external.json");
    Files.writeString(
        settings,
        """
        {"type": "external_account",
         "audience": "//iam.googleapis.com/projects/1/locations/global/workloadIdentityPools/p/providers/q",
         "subject_token_type": "%s",
         "token_url": "%s",
         "credential_source": {
           "executable": {"command": "keyfob credential google work", "timeout_millis": 60000}}}
        """
            .formatted(ID_TOKEN, sts.uri("/v1/token")));
  }

  @AfterEach
  void stop() {
    sts.close();
    work.close();
  }

  /** RFC 8693. */
  private static Reply answer(Request request) {
    Map<String, String> form = request.form();
    return ID_TOKEN.equals(form.get("subject_token_type"))
        ? Reply.json(
            200,
            """
            {"access_token": "of-google", "token_type": "Bearer", "expires_in": 3600,
             "issued_token_type": "urn:ietf:params:oauth:token-type:access_token"}
            """)
        : Reply.json(400, "{\"error\": \"invalid_request\"}");
  }

  private Result token() {
    return work.run(
        NpmPrograms.node().toString(),
        Fixtures.load().module().resolve("src/test/resources/programs/google.mjs").toString(),
        NpmPrograms.programs().resolve("google").toString(),
        settings.toString());
  }

  @Test
  void accessToken_session_isExchangedForItsIdToken() {
    Result result = token();

    assertEquals("of-google\n", result.stdout(), result::toString);
    assertEquals(
        work.ok("token", "work", "--token", "id").strip(),
        sts.requests().getFirst().form().get("subject_token"));
  }

  @Test
  void accessToken_nobodyLoggedIn_namesTheCommand() {
    work.ok("logout", "work");

    Result result = token();

    assertEquals(1, result.exitCode());
    assertTrue(result.stderr().contains("keyfob login work"), result::toString);
    assertEquals(0, sts.requests().size());
  }
}
