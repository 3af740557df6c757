package dev.keyfob.cli.mcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.keyfob.auth.api.AccountKey;
import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.ErrorCode;
import dev.keyfob.auth.api.Keyfob;
import dev.keyfob.auth.oauth.OAuthProvider;
import dev.keyfob.auth.testkit.HttpStub;
import dev.keyfob.auth.testkit.HttpStub.Reply;
import dev.keyfob.auth.testkit.HttpStub.Request;
import dev.keyfob.auth.testkit.InMemoryStore;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server whose token needs no login: neither the bridge nor its hint begins one. */
class McpAuthorizationTests {
  private static final AccountKey TRACKER = AccountKey.of("tracker");

  private final HttpStub http = HttpStub.start(McpAuthorizationTests::answer);
  @TempDir private Path home;

  private static Reply answer(Request request) {
    return request.path().equals("/token")
        ? Reply.json(200, "{\"access_token\":\"at\",\"token_type\":\"Bearer\",\"expires_in\":3600}")
        : Reply.empty(401);
  }

  @BeforeEach
  void moveIn() throws IOException {
    profile("work", "'oauth':{'issuer':'https://id.work.example','clientId':'cli'}");
  }

  @AfterEach
  void moveOut() {
    http.close();
  }

  private void profile(String name, String members) throws IOException {
    Path file = home.resolve("profiles/" + name + ".json");
    Files.createDirectories(file.getParent());
    Files.writeString(file, "{" + members.replace('\'', '"') + "}");
  }

  private void tracker(String how) throws IOException {
    profile(
        "tracker",
        "'mcp':true,'apiBaseUri':'"
            + http.uri("/")
            + "','oauth':{'issuer':'https://auth.tracker.example','clientId':'bot','tokenEndpoint':'"
            + http.uri("/token")
            + "'},"
            + how);
  }

  private AuthException failure() {
    try (Keyfob keyfob =
        Keyfob.builder()
            .withoutPluginFolder()
            .provider(new OAuthProvider())
            .store(new InMemoryStore())
            .environment(Map.of("KEYFOB_HOME", home.toString()))
            .open()) {
      McpAuthorization authorization =
          new McpAuthorization(keyfob, http.uri("/mcp"), TRACKER, Optional.empty(), true, _ -> {});
      return assertThrows(
          AuthException.class,
          () -> authorization.send(HttpRequest.newBuilder(http.uri("/mcp")).build()));
    }
  }

  @Test
  void send_nobodyLoggedInWhereItIsVouchedFor_namesThatLogin() throws IOException {
    tracker("'via':'work'");
    AuthException failure = failure();
    assertEquals(ErrorCode.NOT_LOGGED_IN, failure.code());
    assertEquals("keyfob login work", failure.hint().orElseThrow());
    assertEquals(List.of(), http.requests());
  }

  @Test
  void send_tokenRejected_namesTheProfile() throws IOException {
    tracker("'workload':{'grant':'client_credentials'}");
    AuthException failure = failure();
    assertEquals(ErrorCode.INVALID_CREDENTIAL, failure.code());
    assertEquals("keyfob profile show tracker", failure.hint().orElseThrow());
  }
}
