package dev.keyfob.auth.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.keyfob.auth.api.spi.support.JsonText;
import dev.keyfob.auth.testkit.FakeHttpClient;
import dev.keyfob.auth.testkit.FakeKey;
import dev.keyfob.auth.testkit.FakeProvider;
import dev.keyfob.auth.testkit.FakeSession;
import dev.keyfob.auth.testkit.InMemoryStore;
import dev.keyfob.auth.testkit.MutableClock;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyfobFacadeTests {
  private static final AccountKey ACME = AccountKey.of("acme");
  private static final AccountKey WORK = new AccountKey("acme", "work");

  @TempDir Path home;

  private final MutableClock clock = new MutableClock();
  private final InMemoryStore store = new InMemoryStore();
  private final FakeProvider apiKey = new FakeProvider("api_key");
  private final FakeProvider oauth = new FakeProvider("oauth");
  private final FakeHttpClient service = FakeHttpClient.answering(200, "hello");
  private final Map<String, String> environment = new HashMap<>();

  @BeforeEach
  void addAProfile() {
    environment.put("KEYFOB_HOME", home.toString());
    try (Keyfob keyfob = open()) {
      keyfob
          .profiles()
          .put("acme", JsonText.parseObject("{\"apiBaseUri\":\"https://api.acme.example\"}"));
    }
  }

  @Nested
  class OneAccountsLife {
    @Test
    void loginTokenStatusLogout_throughTheFacade() {
      apiKey.loggingIn(FakeKey.of("api_key", "secret-key"));
      try (Keyfob keyfob = open()) {
        LoginReport login = keyfob.login(LoginRequest.of(ACME).withMethod("api_key"));
        assertEquals("file", login.store());
        assertEquals("secret-key", keyfob.token("acme").credential().secret().reveal());
        assertEquals(StatusReport.State.STATIC, keyfob.status(ACME, false, false).state());
        assertEquals(List.of(ACME), keyfob.accounts("acme"));
        assertEquals(List.of("api_key"), keyfob.logout(ACME).cleared());
        assertThrows(AuthException.NotLoggedIn.class, () -> keyfob.token("acme"));
      }
    }

    @Test
    void client_sendsWithTheCredential() {
      store.given(ACME, "{\"api_key\":\"k\"}");
      try (Keyfob keyfob = open()) {
        var api = keyfob.client("acme");
        var answer =
            api.send(HttpRequest.newBuilder(api.resolve("/me")).build(), BodyHandlers.ofString());
        assertEquals("hello", answer.body());
        assertEquals(
            Optional.of("Bearer k"),
            service.requests().getFirst().headers().firstValue("Authorization"));
      }
    }

    @Test
    void headers_ofACredential_areThoseOfItsProvider() {
      store.given(ACME, "{\"api_key\":\"k\"}");
      try (Keyfob keyfob = open()) {
        assertEquals(
            Map.of("Authorization", "Bearer k"),
            keyfob.headers(keyfob.token("acme"), "GET", URI.create("https://api.acme.example/")));
      }
    }

    @Test
    void refresh_session_isRenewed() {
      oauth.renewing(
          s -> FakeSession.of("oauth", "a2", "r2", clock.instant().plus(Duration.ofHours(1))));
      store.given(ACME, "{\"oauth\":{\"access_token\":\"a1\",\"refresh_token\":\"r1\"}}");
      try (Keyfob keyfob = open()) {
        assertEquals("a2", keyfob.refresh(ACME).credential().secret().reveal());
      }
    }

    @Test
    void login_methodThatTheServiceLacks_isAUsageError() {
      try (Keyfob keyfob = open()) {
        assertEquals(2, keyfob.loginMethods("acme").size());
        var request = LoginRequest.of(ACME).withMethod("telepathy");
        assertThrows(AuthException.Misconfigured.class, () -> keyfob.login(request));
      }
    }
  }

  @Nested
  class Selecting {
    @Test
    void select_accountInUse_isRemembered() {
      try (Keyfob keyfob = open()) {
        assertEquals(ACME, keyfob.select(Optional.of("acme"), Optional.empty()));
        keyfob.use(WORK);
        assertEquals(WORK, keyfob.select(Optional.of("acme"), Optional.empty()));
        assertEquals(WORK, keyfob.select(Optional.empty(), Optional.empty()));
        assertEquals(ACME, keyfob.select(Optional.of("acme"), Optional.of("default")));
      }
    }

    @Test
    void accounts_ofSeveral_areSorted() {
      store.given(WORK, "{}").given(ACME, "{}").given(AccountKey.of("other"), "{}");
      try (Keyfob keyfob = open()) {
        assertEquals(List.of(ACME, WORK), keyfob.accounts("acme"));
      }
    }
  }

  @Nested
  class Opening {
    @Test
    void open_doesNothingToTheFileSystem() {
      environment.put("KEYFOB_HOME", home.resolve("fresh").toString());
      open().close();
      assertFalse(Files.exists(home.resolve("fresh")));
    }

    @Test
    void open_givenClient_isLeftOpen() {
      try (HttpClient client = HttpClient.newHttpClient()) {
        Keyfob.builder().environment(environment).httpClient(client).open().close();
        assertFalse(client.isTerminated());
      }
    }

    @Test
    void httpClient_thatFollowsRedirects_isRefused() {
      try (HttpClient client =
          HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NORMAL).build()) {
        assertThrows(IllegalArgumentException.class, () -> Keyfob.builder().httpClient(client));
      }
    }

    @Test
    void directories_areUnderKeyfobHome() {
      try (Keyfob keyfob = open()) {
        assertTrue(keyfob.directories().config().startsWith(home));
      }
    }
  }

  private Keyfob open() {
    return Keyfob.builder()
        .environment(environment)
        .clock(clock)
        .workingDirectory(home)
        .httpClient(service)
        .provider(apiKey)
        .provider(oauth)
        .store(store)
        .open();
  }
}
