package dev.keyfob.auth.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.keyfob.auth.api.http.AuthenticatedClient;
import dev.keyfob.auth.api.spi.support.JsonText;
import dev.keyfob.auth.testkit.FakeHttpClient;
import dev.keyfob.auth.testkit.FakeHttpClient.Answer;
import dev.keyfob.auth.testkit.FakeKey;
import dev.keyfob.auth.testkit.FakeProvider;
import dev.keyfob.auth.testkit.FakeSession;
import dev.keyfob.auth.testkit.InMemoryStore;
import dev.keyfob.auth.testkit.MutableClock;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** keyfob as another program has it in itself, with all of the world around it replaced. */
class KeyfobTests {
  private static final AccountKey KEY = AccountKey.of("acme");
  private static final String PROFILE =
      """
      {"apiBaseUri": "https://api.acme.test/v1", "apiKey": {}, "oauth": {},
       "environment": {"apiKey": ["ACME_KEY"]}}
      """;

  @TempDir private Path home;
  private final MutableClock clock = new MutableClock();
  private final InMemoryStore store = new InMemoryStore("memory");
  private final FakeProvider apiKey = new FakeProvider("api_key");
  private final FakeProvider oauth = new FakeProvider("oauth");
  private final Map<String, String> environment = new HashMap<>();
  private FakeHttpClient service = FakeHttpClient.answering(200, "fine");

  @Nested
  class InMemory {
    @Test
    void token_askedForAgain_isNotReadAgain() {
      stored("{'api_key':'k-1'}");
      try (Keyfob keyfob = open()) {
        ResolvedCredential first = keyfob.token(KEY, Duration.ZERO);

        assertSame(first, keyfob.token(KEY, Duration.ZERO));
        assertEquals(1, store.reads());
        assertEquals("memory", first.origin().name());
      }
    }

    @Test
    void token_due_isReadAndRenewed() {
      storedSession("old");
      oauth.renewing(session -> session("new", Duration.ofHours(2)));
      try (Keyfob keyfob = open()) {
        assertEquals("old", token(keyfob));
        clock.advance(Duration.ofMinutes(59).plusSeconds(1));

        assertEquals("new", token(keyfob));
        assertEquals("new", token(keyfob));
        assertEquals(1, oauth.renewed().size());
      }
    }

    @Test
    void token_tooLittleTimeLeftForTheCaller_isRenewed() {
      storedSession("old");
      oauth.renewing(session -> session("new", Duration.ofHours(4)));
      try (Keyfob keyfob = open()) {
        assertEquals("old", token(keyfob));
        assertEquals(
            Secret.of("new"), keyfob.token(KEY, Duration.ofHours(2)).credential().secret());
      }
    }

    @Test
    void token_replacedByAnotherProcess_isNoticedWhenDue() {
      storedSession("old");
      try (Keyfob keyfob = open()) {
        assertEquals("old", token(keyfob));
        stored("{'api_key':'k-2'}");
        assertEquals("old", token(keyfob));

        clock.advance(Duration.ofHours(1));
        assertEquals("k-2", token(keyfob));
      }
    }

    @Test
    void token_afterALoginHere_isTheNewOne() {
      stored("{'api_key':'k-1'}");
      apiKey.loggingIn(FakeKey.of("api_key", "k-2"));
      try (Keyfob keyfob = open()) {
        assertEquals("k-1", token(keyfob));
        keyfob.login(LoginRequest.of(KEY).withMethod("api_key"));

        assertEquals("k-2", token(keyfob));
      }
    }

    @Test
    void token_afterALogoutHere_isGone() {
      stored("{'api_key':'k-1'}");
      try (Keyfob keyfob = open()) {
        assertEquals("k-1", token(keyfob));
        keyfob.logout(KEY);

        assertThrows(AuthException.NotLoggedIn.class, () -> token(keyfob));
      }
    }

    @Test
    void token_ofTheEnvironment_winsAndStaysInMemory() {
      stored("{'api_key':'k-1'}");
      environment.put("ACME_KEY", "k-env");
      try (Keyfob keyfob = open()) {
        assertEquals("k-env", token(keyfob));
        assertEquals("k-env", token(keyfob));
        assertEquals(0, store.reads());
      }
    }

    @Test
    void tokenAsync_fresh_isThereAtOnce() {
      stored("{'api_key':'k-1'}");
      try (Keyfob keyfob = open()) {
        assertEquals(
            Secret.of("k-1"), keyfob.tokenAsync(KEY, Duration.ZERO).join().credential().secret());
        assertTrue(keyfob.tokenAsync(KEY, Duration.ZERO).isDone());
      }
    }

    @Test
    void tokenAsync_notLoggedIn_failsWithTheSameException() {
      try (Keyfob keyfob = open()) {
        assertInstanceOf(
            AuthException.NotLoggedIn.class, failure(keyfob.tokenAsync(KEY, Duration.ZERO)));
      }
    }

    @Test
    void twoInstances_knowNothingOfEachOther() {
      stored("{'api_key':'k-1'}");
      try (Keyfob one = open();
          Keyfob other = Keyfob.builder().environment(world()).open()) {
        assertEquals("k-1", token(one));
        assertThrows(AuthException.Misconfigured.class, () -> token(other));
      }
    }
  }

  @Nested
  class Requests {
    @Test
    void send_manyTimes_readsTheStoreOnce() {
      stored("{'api_key':'k-1'}");
      try (Keyfob keyfob = open()) {
        AuthenticatedClient client = keyfob.client("acme");
        client.send(me(client), BodyHandlers.ofString());
        client.send(me(client), BodyHandlers.ofString());

        assertEquals(1, store.reads());
        assertEquals(List.of("Bearer k-1", "Bearer k-1"), sent());
      }
    }

    @Test
    void send_rejectedButReplacedMeanwhile_isRepeatedWithTheNewOne() {
      stored("{'api_key':'k-1'}");
      service = accepting("Bearer k-2");
      try (Keyfob keyfob = open()) {
        AuthenticatedClient client = keyfob.client("acme");
        token(keyfob);
        stored("{'api_key':'k-2'}");

        assertEquals(200, client.send(me(client), BodyHandlers.ofString()).statusCode());
        assertEquals(List.of("Bearer k-1", "Bearer k-2"), sent());
      }
    }

    @Test
    void send_rejectedAfterALogoutElsewhere_isNotLoggedIn() {
      stored("{'api_key':'k-1'}");
      service = accepting("Bearer other");
      try (Keyfob keyfob = open()) {
        AuthenticatedClient client = keyfob.client("acme");
        token(keyfob);
        store.delete(KEY);

        assertThrows(
            AuthException.NotLoggedIn.class,
            () -> client.send(me(client), BodyHandlers.ofString()));
      }
    }

    @Test
    void send_rejectedKey_isDeniedAfterOneRequest() {
      stored("{'api_key':'k-1'}");
      service = accepting("Bearer other");
      try (Keyfob keyfob = open()) {
        AuthenticatedClient client = keyfob.client("acme");

        assertThrows(
            AuthException.Denied.class, () -> client.send(me(client), BodyHandlers.ofString()));
        assertEquals(1, service.requests().size());
      }
    }

    @Test
    void send_rejectedSession_isRenewedAndRepeatedOnce() {
      storedSession("old");
      oauth.renewing(session -> session("new", Duration.ofHours(2)));
      service = accepting("Bearer new");
      try (Keyfob keyfob = open()) {
        AuthenticatedClient client = keyfob.client("acme");

        assertEquals("fine", client.send(me(client), BodyHandlers.ofString()).body());
        assertEquals(List.of("Bearer old", "Bearer new"), sent());
        assertEquals("new", token(keyfob));
      }
    }

    @Test
    void send_rejectedRenewedSession_isExpired() {
      storedSession("old");
      oauth.renewing(session -> session("new", Duration.ofHours(2)));
      service = accepting("Bearer other");
      try (Keyfob keyfob = open()) {
        AuthenticatedClient client = keyfob.client("acme");

        assertThrows(
            AuthException.SessionExpired.class,
            () -> client.send(me(client), BodyHandlers.ofString()));
        assertEquals(2, service.requests().size());
        assertEquals(1, oauth.renewed().size());
      }
    }

    @Test
    void send_toAnotherOrigin_isRefusedBeforeAnythingIsRenewed() {
      storedSession("old");
      clock.advance(Duration.ofHours(1));
      try (Keyfob keyfob = open()) {
        AuthenticatedClient client = keyfob.client("acme");
        HttpRequest elsewhere = HttpRequest.newBuilder(URI.create("https://evil.test/")).build();

        assertThrows(
            AuthException.Misconfigured.class,
            () -> client.send(elsewhere, BodyHandlers.ofString()));
        assertInstanceOf(
            AuthException.Misconfigured.class,
            failure(client.sendAsync(elsewhere, BodyHandlers.ofString())));
        assertThrows(AuthException.Misconfigured.class, () -> client.authorize(elsewhere));
      }
    }

    @Test
    void authorize_request_carriesTheCredentialAndLosesItsOwn() {
      stored("{'api_key':'k-1'}");
      try (Keyfob keyfob = open()) {
        AuthenticatedClient client = keyfob.client("acme");
        HttpRequest request =
            HttpRequest.newBuilder(client.resolve("/me"))
                .header("authorization", "Bearer mine")
                .header("Accept", "text/plain")
                .build();

        HttpRequest authorized = client.authorize(request);

        assertEquals(List.of("Bearer k-1"), authorized.headers().allValues("Authorization"));
        assertEquals(Optional.of("text/plain"), authorized.headers().firstValue("Accept"));
      }
    }
  }

  @Nested
  class Asynchronously {
    @Test
    void sendAsync_rejectedSession_isRenewedAndRepeatedOnce() {
      storedSession("old");
      oauth.renewing(session -> session("new", Duration.ofHours(2)));
      service = accepting("Bearer new");
      try (Keyfob keyfob = open()) {
        AuthenticatedClient client = keyfob.client("acme");

        HttpResponse<String> answer = client.sendAsync(me(client), BodyHandlers.ofString()).join();

        assertEquals("fine", answer.body());
        assertEquals(List.of("Bearer old", "Bearer new"), sent());
      }
    }

    @Test
    void sendAsync_rejectedTwice_failsAsSendDoes() {
      storedSession("old");
      oauth.renewing(session -> session("new", Duration.ofHours(2)));
      service = accepting("Bearer other");
      try (Keyfob keyfob = open()) {
        AuthenticatedClient client = keyfob.client("acme");

        assertInstanceOf(
            AuthException.SessionExpired.class,
            failure(client.sendAsync(me(client), BodyHandlers.ofString())));
        assertEquals(2, service.requests().size());
      }
    }

    @Test
    void sendAsync_notLoggedIn_failsWithoutARequest() {
      try (Keyfob keyfob = open()) {
        AuthenticatedClient client = keyfob.client("acme");

        assertInstanceOf(
            AuthException.NotLoggedIn.class,
            failure(client.sendAsync(me(client), BodyHandlers.ofString())));
        assertEquals(List.of(), service.requests());
      }
    }

    @Test
    void sendAsync_redirectWithinTheOrigin_isFollowedWithTheCredential() {
      stored("{'api_key':'k-1'}");
      service =
          new FakeHttpClient(
              request ->
                  request.uri().getPath().equals("/v1/me")
                      ? new Answer(307, "", Map.of("Location", "/v1/users/7"))
                      : new Answer(200, request.uri().getPath(), Map.of()));
      try (Keyfob keyfob = open()) {
        AuthenticatedClient client = keyfob.client("acme");

        assertEquals(
            "/v1/users/7", client.sendAsync(me(client), BodyHandlers.ofString()).join().body());
        assertEquals(List.of("Bearer k-1", "Bearer k-1"), sent());
      }
    }

    @Test
    void sendAsync_redirectElsewhere_isReturned() {
      stored("{'api_key':'k-1'}");
      service =
          new FakeHttpClient(
              request -> new Answer(302, "", Map.of("Location", "https://evil.test/")));
      try (Keyfob keyfob = open()) {
        AuthenticatedClient client = keyfob.client("acme");

        assertEquals(
            302, client.sendAsync(me(client), BodyHandlers.ofString()).join().statusCode());
        assertEquals(1, service.requests().size());
      }
    }
  }

  @Nested
  class Closed {
    @Test
    void everyCall_saysSo() {
      stored("{'api_key':'k-1'}");
      Keyfob keyfob = open();
      AuthenticatedClient client = keyfob.client("acme");
      HttpRequest request = me(client);
      token(keyfob);
      keyfob.close();

      List<org.junit.jupiter.api.function.Executable> calls =
          List.of(
              () -> token(keyfob),
              () -> keyfob.tokenAsync(KEY, Duration.ZERO),
              () -> keyfob.client("acme"),
              () -> keyfob.status(KEY, false, false),
              keyfob::profiles,
              () -> client.resolve("/me"),
              () -> client.authorize(request),
              () -> client.send(request, BodyHandlers.ofString()),
              () -> client.sendAsync(request, BodyHandlers.ofString()));
      for (var call : calls) {
        assertEquals(
            "this Keyfob is closed", assertThrows(IllegalStateException.class, call).getMessage());
      }
      keyfob.close();
    }
  }

  @Nested
  class Building {
    @Test
    void httpClient_thatFollowsRedirects_isRefused() {
      try (HttpClient client =
          HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NORMAL).build()) {
        assertThrows(IllegalArgumentException.class, () -> Keyfob.builder().httpClient(client));
      }
    }

    @Test
    void profile_malformed_isRefusedAtOnce() {
      assertThrows(
          AuthException.Misconfigured.class,
          () -> Keyfob.builder().profile("acme", JsonText.parseObject("{\"apiBaseUri\": 7}")));
    }

    @Test
    void plugins_ofTheProgram_areListed() {
      try (Keyfob keyfob = open()) {
        List<ExtensionInfo> plugins = keyfob.plugins();

        assertEquals(
            List.of("api_key", "oauth", "memory"),
            plugins.stream().map(plugin -> plugin.id().orElse("none")).toList());
        assertTrue(plugins.stream().allMatch(p -> p.source().equals(ExtensionInfo.PROGRAM)));
      }
    }
  }

  private Keyfob open() {
    return Keyfob.builder()
        .environment(world())
        .clock(clock)
        .httpClient(service)
        .profile("acme", JsonText.parseObject(PROFILE))
        .provider(apiKey)
        .provider(oauth)
        .store(store)
        .withoutPluginFolder()
        .workingDirectory(home)
        .open();
  }

  private Map<String, String> world() {
    environment.put("KEYFOB_HOME", home.toString());
    return environment;
  }

  private void stored(String json) {
    store.given(KEY, json.replace('\'', '"'));
  }

  private void storedSession(String access) {
    store.given(
        KEY,
        "{\"oauth\":"
            + JsonText.compact(oauth.encode(session(access, Duration.ofHours(1)), null))
            + "}");
  }

  private static FakeSession session(String access, Duration life) {
    return FakeSession.of("oauth", access, "r-" + access, MutableClock.START.plus(life));
  }

  private static FakeHttpClient accepting(String authorization) {
    return new FakeHttpClient(
        request ->
            request.headers().firstValue("Authorization").equals(Optional.of(authorization))
                ? new Answer(200, "fine", Map.of())
                : new Answer(401, "no", Map.of()));
  }

  private static String token(Keyfob keyfob) {
    return keyfob.token(KEY, Duration.ZERO).credential().secret().reveal();
  }

  private static HttpRequest me(AuthenticatedClient client) {
    return HttpRequest.newBuilder(client.resolve("/me")).build();
  }

  private List<String> sent() {
    return service.requests().stream()
        .map(request -> request.headers().firstValue("Authorization").orElse("none"))
        .toList();
  }

  private static Throwable failure(CompletableFuture<?> future) {
    return Objects.requireNonNull(assertThrows(CompletionException.class, future::join).getCause());
  }
}
