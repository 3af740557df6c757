package dev.keyfob.auth.oauth.workload;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.keyfob.auth.api.AccountKey;
import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.ErrorCode;
import dev.keyfob.auth.api.Keyfob;
import dev.keyfob.auth.api.SourceVerdict;
import dev.keyfob.auth.api.spi.support.JsonText;
import dev.keyfob.auth.oauth.OAuthProvider;
import dev.keyfob.auth.testkit.HttpStub;
import dev.keyfob.auth.testkit.HttpStub.Reply;
import dev.keyfob.auth.testkit.HttpStub.Request;
import dev.keyfob.auth.testkit.InMemoryStore;
import dev.keyfob.auth.testkit.JwtSigner;
import dev.keyfob.auth.testkit.MutableClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A token of {@code tracker} by the session with {@code work}, whose identity provider and whose
 * own authorization server are a stand-in.
 */
class IdentityAssertionTests {
  private static final AccountKey WORK = AccountKey.of("work");
  private static final AccountKey TRACKER = AccountKey.of("tracker");
  private static final String SERVER = "https://auth.tracker.example";
  private static final String ID_JAG = "urn:ietf:params:oauth:token-type:id-jag";

  private final MutableClock clock = new MutableClock(Instant.parse("2026-03-01T12:00:00Z"));
  private final JwtSigner signer = new JwtSigner();
  private final InMemoryStore store = new InMemoryStore();
  private final HttpStub http = HttpStub.start(this::answer);
  private volatile String issued = ID_JAG;
  private volatile String audience = SERVER;
  private volatile Reply refusalOfProvider = Reply.empty(0);
  private volatile Reply refusalOfServer = Reply.empty(0);
  @TempDir private Path home;

  private Reply answer(Request request) {
    boolean provider = request.path().equals("/provider");
    Reply refusal = provider ? refusalOfProvider : refusalOfServer;
    if (refusal.status() != 0) {
      return refusal;
    }
    if (!provider) {
      return Reply.json(
          200,
          "{\"access_token\":\"of-tracker\",\"token_type\":\"Bearer\",\"expires_in\":3600,"
              + "\"refresh_token\":\"never-kept\"}");
    }
    if ("refresh_token".equals(request.form().get("grant_type"))) {
      return Reply.json(
          200,
          "{\"access_token\":\"of-work-2\",\"token_type\":\"Bearer\",\"expires_in\":3600,\"id_token\":\""
              + idToken(Duration.ofHours(1))
              + "\"}");
    }
    return Reply.json(
        200,
        "{\"issued_token_type\":\""
            + issued
            + "\",\"token_type\":\"N_A\",\"expires_in\":300,\"access_token\":\""
            + jwt("https://id.work.example", audience, Duration.ofMinutes(5))
            + "\"}");
  }

  private String idToken(Duration life) {
    return jwt("https://id.work.example", "cli", life);
  }

  private String jwt(String issuer, String whom, Duration life) {
    return signer.sign(
        JsonText.PROVIDER
            .createObjectBuilder()
            .add("iss", issuer)
            .add("sub", "ada")
            .add("aud", whom)
            .add("exp", clock.instant().plus(life).getEpochSecond())
            .build());
  }

  @BeforeEach
  void moveIn() throws IOException {
    profile(
        "work",
        "'oauth':{'issuer':'https://id.work.example','clientId':'cli','tokenEndpoint':'"
            + http.uri("/provider")
            + "'}");
    tracker("'via':'work'");
    loggedIn(Duration.ofMinutes(5));
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
        "'apiBaseUri':'https://api.tracker.example','oauth':{'issuer':'"
            + SERVER
            + "','clientId':'keyfob','scopes':['read'],'resource':'https://api.tracker.example/',"
            + "'tokenEndpoint':'"
            + http.uri("/server")
            + "'},"
            + how);
  }

  /** With an ID token that is good for a while, beside an access token that is good for longer. */
  private void loggedIn(Duration life) {
    store.given(
        WORK,
        """
        {"oauth":{"access_token":"of-work","refresh_token":"rt","issuer":"https://id.work.example",
         "client_id":"cli","id_token":"%s","expires_at":"%s"}}
        """
            .formatted(idToken(life), clock.instant().plus(Duration.ofHours(1))));
  }

  private Keyfob open() {
    return Keyfob.builder()
        .withoutPluginFolder()
        .provider(new OAuthProvider())
        .store(store)
        .environment(Map.of("KEYFOB_HOME", home.toString()))
        .clock(clock)
        .open();
  }

  private String token() {
    try (Keyfob keyfob = open()) {
      return keyfob.token(TRACKER, Duration.ZERO).credential().secret().reveal();
    }
  }

  private List<String> asked() {
    return http.requests().stream().map(Request::path).toList();
  }

  private AuthException failure() {
    AuthException failure = assertThrows(AuthException.class, this::token);
    assertTrue(store.find(TRACKER).isEmpty(), "something was stored");
    return failure;
  }

  @Test
  void token_viaAnotherProfile_isGrantedForItsIdentityAssertion() {
    assertEquals("of-tracker", token());

    assertEquals(List.of("/provider", "/server"), asked());
    Map<String, String> exchange = http.requests().getFirst().form();
    String idToken = exchange.get("subject_token");
    assertEquals(
        Map.of(
            "grant_type", "urn:ietf:params:oauth:grant-type:token-exchange",
            "client_id", "cli",
            "requested_token_type", ID_JAG,
            "audience", SERVER,
            "resource", "https://api.tracker.example/",
            "scope", "read",
            "subject_token", String.valueOf(idToken),
            "subject_token_type", "urn:ietf:params:oauth:token-type:id_token"),
        exchange);
    assertTrue(store.find(WORK).orElseThrow().json().toString().contains(String.valueOf(idToken)));
    Map<String, String> grant = http.requests().getLast().form();
    assertEquals("urn:ietf:params:oauth:grant-type:jwt-bearer", grant.get("grant_type"));
    assertEquals("keyfob", grant.get("client_id"));
    assertTrue(String.valueOf(grant.get("assertion")).startsWith("ey"));
  }

  @Test
  void token_again_comesFromTheStoreWithoutTheAssertion() {
    token();
    assertEquals("of-tracker", token());
    assertEquals(2, asked().size());
    String stored = store.find(TRACKER).orElseThrow().json().toString();
    assertFalse(stored.contains("never-kept") || stored.contains("\"ey"), stored);
  }

  @Test
  void token_idTokenTooOld_isRenewedOnce() {
    loggedIn(Duration.ofSeconds(30));
    assertEquals("of-tracker", token());
    assertEquals(List.of("/provider", "/provider", "/server"), asked());
    assertEquals("refresh_token", http.requests().getFirst().form().get("grant_type"));
    assertTrue(store.find(WORK).orElseThrow().json().toString().contains("of-work-2"));
  }

  @Test
  void token_nobodyLoggedIn_namesTheLoginThatHelps() {
    store.delete(WORK);
    AuthException failure = failure();
    assertEquals(ErrorCode.NOT_LOGGED_IN, failure.code());
    assertEquals("keyfob login work", failure.hint().orElseThrow());
    assertEquals(List.of(), asked());
  }

  @Test
  void token_otherSessionDead_isNotTheEndOfThisOne() {
    loggedIn(Duration.ofSeconds(30));
    refusalOfProvider = Reply.json(400, "{\"error\":\"invalid_grant\"}");
    AuthException failure = failure();
    assertEquals(ErrorCode.SESSION_EXPIRED, failure.code());
    assertEquals("keyfob login work", failure.hint().orElseThrow());

    refusalOfProvider = Reply.empty(0);
    loggedIn(Duration.ofMinutes(5));
    assertEquals("of-tracker", token());
  }

  @ParameterizedTest
  @CsvSource({
    "invalid_grant, INVALID_CREDENTIAL, keyfob login work",
    "insufficient_user_authentication, INVALID_CREDENTIAL, keyfob login work",
    "access_denied, INVALID_CREDENTIAL, ask who administers https://id.work.example",
    "invalid_target, OAUTH_NOT_CONFIGURED, keyfob profile show tracker",
    "unsupported_grant_type, OAUTH_NOT_CONFIGURED, keyfob profile show tracker",
  })
  void token_providerDoesNotVouch_isSaidAndTheServerNotAsked(
      String error, ErrorCode code, String hint) {
    refusalOfProvider = Reply.json(400, "{\"error\":\"" + error + "\"}");
    AuthException failure = failure();
    assertEquals(code, failure.code());
    assertEquals(hint, failure.hint().orElseThrow());
    assertEquals(List.of("/provider"), asked());
  }

  @Test
  void token_somethingElseIssued_isNotSent() {
    issued = "urn:ietf:params:oauth:token-type:access_token";
    assertEquals(ErrorCode.PROTOCOL_ERROR, failure().code());
    issued = ID_JAG;
    audience = "https://auth.other.example";
    assertEquals(ErrorCode.PROTOCOL_ERROR, failure().code());
    assertEquals(List.of("/provider", "/provider"), asked());
  }

  @Test
  void token_serverRefusesTheAssertion_isSaidOnce() {
    refusalOfServer = Reply.json(400, "{\"error\":\"invalid_grant\"}");
    AuthException failure = failure();
    assertEquals(ErrorCode.INVALID_CREDENTIAL, failure.code());
    assertTrue(
        failure.getMessage().contains("what the identity provider of work says of you"),
        failure.getMessage());
    assertEquals(List.of("/provider", "/server"), asked());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'via':'tracker'",
        "'via':''",
        "'via':7",
        "'via':'work','workload':{'grant':'client_credentials'}",
        "'via':'nowhere'",
      })
  void token_profilesDoNotFit_isSaid(String how) throws IOException {
    tracker(how);
    assertThrows(AuthException.Misconfigured.class, this::token);
    assertEquals(List.of(), asked());
  }

  @Test
  void status_explained_showsTheChain() {
    String chain = "workload: session of work -> identity assertion -> jwt-bearer -> " + SERVER;
    try (Keyfob keyfob = open()) {
      List<SourceVerdict> sources = keyfob.status(TRACKER, false, true).sources();
      assertTrue(sources.contains(new SourceVerdict(chain, "used")), sources::toString);
    }
  }
}
