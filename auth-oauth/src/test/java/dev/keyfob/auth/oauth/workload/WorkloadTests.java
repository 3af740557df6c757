package dev.keyfob.auth.oauth.workload;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.keyfob.auth.api.AccountKey;
import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.ErrorCode;
import dev.keyfob.auth.api.Keyfob;
import dev.keyfob.auth.api.SourceVerdict;
import dev.keyfob.auth.api.http.AuthenticatedClient;
import dev.keyfob.auth.api.spi.support.JsonText;
import dev.keyfob.auth.oauth.OAuthProvider;
import dev.keyfob.auth.testkit.HttpStub;
import dev.keyfob.auth.testkit.HttpStub.Reply;
import dev.keyfob.auth.testkit.HttpStub.Request;
import dev.keyfob.auth.testkit.InMemoryStore;
import dev.keyfob.auth.testkit.JwtSigner;
import dev.keyfob.auth.testkit.MutableClock;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tokens without a person, through the library, against a stand-in for platform and server. */
class WorkloadTests {
  private static final AccountKey KEY = AccountKey.of("acme");

  private final MutableClock clock = new MutableClock(Instant.parse("2026-03-01T12:00:00Z"));
  private final JwtSigner platform = new JwtSigner();
  private final AtomicInteger numbers = new AtomicInteger();
  private final InMemoryStore store = new InMemoryStore();
  private final Map<String, String> environment = new HashMap<>();
  private final HttpStub http = HttpStub.start(this::answer);
  private volatile Reply refusal = Reply.empty(0);
  private String api = "https://api.acme.example";
  private volatile String extra = ",\"issued_token_type\":\"urn:ietf:params:oauth:token-type:jwt\"";
  @TempDir private Path home;

  @BeforeEach
  void moveIn() {
    environment.put("KEYFOB_HOME", home.toString());
    environment.put("PATH", "/usr/bin:/bin");
    environment.put("JOB", jobToken("https://acme.example", Duration.ofMinutes(5)));
    environment.put("ACTIONS_ID_TOKEN_REQUEST_URL", http.uri("/actions?api=1").toString());
    environment.put("ACTIONS_ID_TOKEN_REQUEST_TOKEN", "may-ask");
    environment.put("GITLAB_OIDC_TOKEN", environment.get("JOB"));
  }

  @AfterEach
  void moveOut() {
    http.close();
  }

  private Reply answer(Request request) {
    if (request.path().equals("/actions")) {
      return request.headers().getOrDefault("authorization", "").equals("Bearer may-ask")
          ? Reply.json(
              200,
              "{\"value\":\""
                  + jobToken(
                      request.parameters().getOrDefault("audience", ""), Duration.ofMinutes(5))
                  + "\"}")
          : Reply.empty(403);
    }
    if (request.path().equals("/me")) {
      return Reply.empty(401);
    }
    return refusal.status() != 0
        ? refusal
        : Reply.json(
            200,
            "{\"access_token\":\"at-"
                + numbers.incrementAndGet()
                + "\",\"token_type\":\"Bearer\",\"expires_in\":3600,\"refresh_token\":\"rt\""
                + extra
                + "}");
  }

  private String jobToken(String audience, Duration life) {
    return platform.sign(
        JsonText.PROVIDER
            .createObjectBuilder()
            .add("iss", "https://platform.example")
            .add("sub", "repo:acme/app")
            .add("aud", audience)
            .add("exp", clock.instant().plus(life).getEpochSecond())
            .build());
  }

  private void workload(String workload, String oauth) throws IOException {
    Path file = home.resolve("profiles/acme.json");
    Files.createDirectories(file.getParent());
    Files.writeString(
        file,
        """
        {"displayName":"Acme","apiBaseUri":"%s","identityPath":"/me","workload":%s,
         "oauth":{"tokenEndpoint":"%s","clientId":"bot","scopes":["read","write"]%s}}
        """
            .formatted(
                api, workload.replace('\'', '"'), http.uri("/token"), oauth.replace('\'', '"')));
  }

  private Keyfob open() {
    return Keyfob.builder()
        .withoutPluginFolder()
        .provider(new OAuthProvider())
        .store(store)
        .environment(environment)
        .clock(clock)
        .open();
  }

  private String token() {
    try (Keyfob keyfob = open()) {
      return keyfob.token(KEY, Duration.ZERO).credential().secret().reveal();
    }
  }

  private List<Request> asked() {
    return http.requests().stream().filter(request -> request.path().equals("/token")).toList();
  }

  private AuthException failure() {
    AuthException failure = assertThrows(AuthException.class, this::token);
    assertTrue(store.find(KEY).isEmpty(), "something was stored");
    return failure;
  }

  @ParameterizedTest
  @CsvSource({
    "github, jwt-bearer, form, assertion",
    "forgejo, token-exchange, json, subject_token",
    "gitlab, token-exchange, form, subject_token",
    "env:JOB, client_assertion, form, client_assertion",
    "env:JOB, jwt-bearer, json, assertion",
    "file:HOME/job, client_assertion, json, client_assertion",
    "command:printf %s $JOB, token-exchange, form, subject_token",
  })
  void token_everySourceGrantAndBody_isObtained(
      String source, String grant, String body, String member) throws IOException {
    Files.writeString(home.resolve("job"), environment.get("JOB") + "\n");
    workload(
        "{'source':'%s','grant':'%s','body':'%s','audience':'https://acme.example','parameters':{'rule':'r1','scope':''}}"
            .formatted(source.replace("HOME", home.toString()), grant, body),
        "");

    assertEquals("at-1", token());

    Request request = asked().getFirst();
    boolean json = body.equals("json");
    assertEquals(
        json ? "application/json" : "application/x-www-form-urlencoded",
        request.headers().get("content-type"));
    Map<String, String> sent = new HashMap<>();
    if (json) {
      JsonObject object = JsonText.parseObject(request.body());
      object.keySet().forEach(name -> sent.put(name, object.getString(name)));
    } else {
      sent.putAll(request.form());
    }
    assertEquals(claims(environment.get("JOB")), claims(sent.get(member)));
    assertEquals("r1", sent.get("rule"));
    assertFalse(sent.containsKey("scope"), sent::toString);
  }

  /** Without the signature, which differs from one statement to the next. */
  private static String claims(@org.jspecify.annotations.Nullable String token) {
    return String.valueOf(token).split("\\.", -1)[1];
  }

  @Test
  void token_commandInAFieldOfItsOwn_isRunForEachExchange() throws IOException {
    workload("{'source':'command','command':'printf %s $JOB','grant':'jwt-bearer'}", "");

    assertEquals("at-1", token());

    assertEquals(environment.get("JOB"), asked().getFirst().form().get("assertion"));
  }

  /** As a SPIFFE helper, Kubernetes and Azure do: the file is replaced before its token expires. */
  @Test
  void token_fileThatIsReplaced_isReadAgainForTheNextExchange() throws IOException {
    Path file = home.resolve("token");
    workload("{'source':'file:" + file + "','grant':'jwt-bearer'}", "");
    String first = jobToken("https://acme.example", Duration.ofMinutes(5));
    Files.writeString(file, first);
    assertEquals("at-1", token());

    clock.advance(Duration.ofHours(2));
    String second = jobToken("https://acme.example", Duration.ofMinutes(5));
    Files.writeString(file, second);

    assertEquals("at-2", token());
    assertEquals(
        List.of(first, second),
        asked().stream().map(request -> request.form().get("assertion")).toList());
  }

  /**
   * A JWT-SVID: the audience is a list, the subject a SPIFFE ID, and servers that trust a SPIFFE
   * trust domain want a type of assertion of their own.
   */
  @Test
  void token_spiffeSvid_showsWhoTheClientIs() throws IOException {
    String svid =
        platform.sign(
            JsonText.PROVIDER
                .createObjectBuilder()
                .add("sub", "spiffe://acme.example/ci")
                .add(
                    "aud",
                    JsonText.PROVIDER
                        .createArrayBuilder()
                        .add("https://other.example")
                        .add("https://acme.example"))
                .add("exp", clock.instant().plusSeconds(300).getEpochSecond())
                .build());
    Path file = home.resolve("svid.jwt");
    Files.writeString(file, svid + "\n");
    String type = "urn:ietf:params:oauth:client-assertion-type:jwt-spiffe";
    workload(
        "{'source':'file:%s','grant':'client_assertion','audience':'https://acme.example','parameters':{'client_assertion_type':'%s'}}"
            .formatted(file, type),
        "");

    assertEquals("at-1", token());

    Map<String, String> sent = asked().getFirst().form();
    assertEquals(svid, sent.get("client_assertion"));
    assertEquals(type, sent.get("client_assertion_type"));
    assertEquals("client_credentials", sent.get("grant_type"));
  }

  @Test
  void token_clientCredentials_needsNoSource() throws IOException {
    workload("{'grant':'client_credentials'}", ",'clientSecret':'s','clientAuth':'post'");
    assertEquals("at-1", token());
    assertEquals(
        Map.of(
            "grant_type", "client_credentials",
            "client_id", "bot",
            "client_secret", "s",
            "scope", "read write"),
        asked().getFirst().form());
  }

  @Test
  void token_again_comesFromTheStoreUntilItIsDue() throws IOException {
    workload("{'source':'env:JOB','grant':'jwt-bearer'}", "");
    assertEquals("at-1", token());
    environment.remove("JOB");
    assertEquals("at-1", token());
    assertEquals(1, asked().size());
    String stored = store.find(KEY).orElseThrow().json().toString();
    assertFalse(stored.contains("refresh_token") || stored.contains("ey"), stored);

    clock.advance(Duration.ofHours(1));
    environment.put("JOB", jobToken("https://acme.example", Duration.ofMinutes(5)));
    assertEquals("at-2", token());
  }

  @Test
  void token_manyAtOnce_areObtainedOnce() throws IOException {
    workload("{'source':'env:JOB','grant':'jwt-bearer'}", "");
    try (Keyfob keyfob = open()) {
      List<String> tokens =
          IntStream.range(0, 30)
              .parallel()
              .mapToObj(_ -> keyfob.token(KEY, Duration.ZERO).credential().secret().reveal())
              .distinct()
              .toList();
      assertEquals(List.of("at-1"), tokens);
    }
    assertEquals(1, asked().size());
  }

  @Test
  void token_settingsChanged_isObtainedAnew() throws IOException {
    workload("{'source':'env:JOB','grant':'jwt-bearer'}", "");
    assertEquals("at-1", token());
    workload("{'source':'env:JOB','grant':'token-exchange'}", "");
    assertEquals("at-2", token());
    workload("{'source':'env:JOB','grant':'token-exchange'}", ",'revokeReplaced':false");
    assertEquals("at-2", token());
  }

  @Test
  void token_apiChanged_isObtainedAnew() throws IOException {
    workload("{'source':'env:JOB','grant':'jwt-bearer'}", "");
    assertEquals("at-1", token());
    api = "https://other.acme.example";
    workload("{'source':'env:JOB','grant':'jwt-bearer'}", "");
    assertEquals("at-2", token());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'grant':'client_credentials'}",
        "{'source':'env:JOB','grant':'jwt-bearer'}",
        "{'source':'env:JOB','grant':'token-exchange'}",
      })
  void send_serviceRejectsTheToken_namesTheProfileAndNoLogin(String workload) throws IOException {
    api = http.uri("/").toString();
    workload(workload, "");
    try (Keyfob keyfob = open()) {
      AuthenticatedClient client = keyfob.client(KEY);
      for (Executable use :
          List.<Executable>of(
              () ->
                  client.send(
                      HttpRequest.newBuilder(client.resolve("/me")).build(),
                      BodyHandlers.discarding()),
              () -> keyfob.whoami(KEY))) {
        AuthException rejected = assertThrows(AuthException.Denied.class, use);
        assertEquals(ErrorCode.INVALID_CREDENTIAL, rejected.code());
        assertEquals("keyfob profile show acme", rejected.hint().orElseThrow());
      }
    }
    assertEquals(1, asked().size(), "a token of just now is not replaced");
  }

  @Test
  void status_explained_showsTheChain() throws IOException {
    workload("{'source':'env:JOB','grant':'jwt-bearer','audience':'https://acme.example'}", "");
    String chain =
        "workload: env:JOB (for https://acme.example) -> jwt-bearer -> " + http.uri("/token");
    try (Keyfob keyfob = open()) {
      assertTrue(
          keyfob.status(KEY, false, true).sources().contains(new SourceVerdict(chain, "used")));
    }
    token();
    try (Keyfob keyfob = open()) {
      List<SourceVerdict> sources = keyfob.status(KEY, false, true).sources();
      assertTrue(
          sources.contains(new SourceVerdict(chain, "renews file:oauth")), sources::toString);
    }
  }

  @Test
  void doctor_workload_isTriedAndNothingStored() throws IOException {
    workload("{'source':'env:JOB','grant':'jwt-bearer'}", "");
    assertTrue(
        new OAuthProvider()
            .examine(
                dev.keyfob.auth.api.spi.ProviderContext.builder(
                        profile(),
                        KEY,
                        new dev.keyfob.auth.api.spi.BoundedHttp(
                            java.net.http.HttpClient::newHttpClient),
                        dev.keyfob.auth.testkit.FakeInteraction.script())
                    .clock(clock)
                    .environment(environment)
                    .build())
            .orElseThrow()
            .contains("env:JOB"));
    assertEquals(1, asked().size());
    assertTrue(store.find(KEY).isEmpty());
  }

  private dev.keyfob.auth.api.ServiceProfile profile() {
    try (Keyfob keyfob = open()) {
      return keyfob.profile("acme");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "env:ABSENT, no job token",
    "file:/nowhere/token, Cannot read",
    "command:false, has failed",
    "vault, workload.source is",
  })
  void token_sourceGivesNothing_isOneSentenceAndNothingIsSent(String source, String why)
      throws IOException {
    workload("{'source':'" + source + "','grant':'jwt-bearer'}", "");
    AuthException failure = failure();
    assertTrue(String.valueOf(failure.getMessage()).contains(why), failure.getMessage());
    assertEquals(List.of(), asked());
  }

  @Test
  void token_jobTokenExpiredOrForAnother_isNotSent() throws IOException {
    environment.put("JOB", jobToken("https://acme.example", Duration.ofMinutes(-1)));
    workload("{'source':'env:JOB','grant':'jwt-bearer'}", "");
    AuthException expired = failure();
    assertEquals(ErrorCode.INVALID_CREDENTIAL, expired.code());
    assertTrue(String.valueOf(expired.getMessage()).contains("has expired at"));

    environment.put("JOB", jobToken("https://other.example", Duration.ofMinutes(1)));
    workload("{'source':'env:JOB','grant':'jwt-bearer','audience':'https://acme.example'}", "");
    assertTrue(String.valueOf(failure().getMessage()).contains("is not for https://acme.example"));
    assertEquals(List.of(), asked());
  }

  @Test
  void token_platformRefuses_saysWhichPermission() throws IOException {
    environment.put("ACTIONS_ID_TOKEN_REQUEST_TOKEN", "may-not-ask");
    workload("{'source':'github','grant':'jwt-bearer'}", "");
    assertEquals("let the job have the permission id-token: write", failure().hint().orElseThrow());
  }

  @Test
  void token_platformBusy_canBeTriedAgain() throws IOException {
    environment.put("ACTIONS_ID_TOKEN_REQUEST_URL", http.uri("/busy").toString());
    refusal = Reply.empty(503);
    workload("{'source':'github','grant':'jwt-bearer'}", "");
    assertTrue(failure().retryable());
    assertEquals(List.of(), asked());
  }

  @ParameterizedTest
  @CsvSource({
    "ACTIONS_ID_TOKEN_REQUEST_URL, '', is not set",
    "ACTIONS_ID_TOKEN_REQUEST_TOKEN, '', is not set",
    "ACTIONS_ID_TOKEN_REQUEST_URL, http://platform.example/, is not an https address",
    "ACTIONS_ID_TOKEN_REQUEST_TOKEN, may\u00a0ask, cannot go into a header",
    "GITLAB_OIDC_TOKEN, '', no job token",
    "GITLAB_OIDC_TOKEN, two words, is not a job token",
  })
  void token_jobWithoutWhatItsPlatformGives_isOneSentence(String variable, String value, String why)
      throws IOException {
    environment.put(variable, value);
    String source = variable.startsWith("GITLAB") ? "gitlab" : "github";
    workload("{'source':'" + source + "','grant':'jwt-bearer'}", "");
    AuthException failure = failure();
    assertTrue(String.valueOf(failure.getMessage()).contains(why), failure.getMessage());
    assertFalse(String.valueOf(failure.getMessage()).contains("words"), failure.getMessage());
    assertEquals(List.of(), http.requests());
  }

  @ParameterizedTest
  @CsvSource({
    "invalid_grant, INVALID_CREDENTIAL",
    "invalid_client, INVALID_CREDENTIAL",
    "access_denied, INVALID_CREDENTIAL",
    "invalid_target, OAUTH_NOT_CONFIGURED",
    "unsupported_grant_type, OAUTH_NOT_CONFIGURED",
  })
  void token_refused_isSaidOnceAndNoOtherGrantTried(String error, ErrorCode code)
      throws IOException {
    refusal = Reply.json(400, "{\"error\":\"" + error + "\"}");
    workload("{'source':'env:JOB','grant':'jwt-bearer'}", "");
    assertEquals(code, failure().code());
    assertEquals(1, asked().size());
  }

  @Test
  void token_exchangeWithoutTokenType_isRefused() throws IOException {
    extra = "";
    workload("{'source':'env:JOB','grant':'token-exchange'}", "");
    assertEquals(ErrorCode.PROTOCOL_ERROR, failure().code());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'source':'env:JOB','grant':'magic'}",
        "{'source':'env:JOB'}",
        "{'grant':'jwt-bearer'}",
        "{'source':'env:JOB','grant':'jwt-bearer','body':'xml'}",
      })
  void token_malformedWorkload_isSaid(String workload) throws IOException {
    workload(workload, "");
    assertEquals(ErrorCode.OAUTH_NOT_CONFIGURED, failure().code());
  }

  @Test
  void logout_thenToken_isObtainedAnew() throws IOException {
    workload("{'source':'env:JOB','grant':'jwt-bearer'}", "");
    String first = token();
    try (Keyfob keyfob = open()) {
      keyfob.logout(KEY);
    }
    assertNotEquals(first, token());
  }
}
