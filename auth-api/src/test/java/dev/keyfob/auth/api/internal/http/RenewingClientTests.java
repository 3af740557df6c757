package dev.keyfob.auth.api.internal.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.ErrorCode;
import dev.keyfob.auth.api.internal.TestAccount;
import dev.keyfob.auth.api.internal.cache.CachedAccount;
import dev.keyfob.auth.testkit.FakeHttpClient;
import dev.keyfob.auth.testkit.FakeHttpClient.Answer;
import dev.keyfob.auth.testkit.FakeSession;
import dev.keyfob.auth.testkit.MutableClock;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RenewingClientTests {
  private static final String API = "https://api.acme.example";

  private final TestAccount acme = new TestAccount();
  private final AtomicInteger renewals = new AtomicInteger();
  private FakeHttpClient service = FakeHttpClient.answering(200, "ok");

  @BeforeEach
  void logIn() {
    acme.profile(
        "{'displayName':'Acme','apiBaseUri':'" + API + "','environment':{'apiKey':['ACME_KEY']}}");
    session("a1", 3600);
    acme.oauth.renewing(
        session -> {
          int generation = renewals.incrementAndGet() + 1;
          return FakeSession.of(
              "oauth", "a" + generation, "r" + generation, MutableClock.START.plusSeconds(3600));
        });
  }

  @Nested
  class Attaching {
    @Test
    void send_request_carriesTheCredential() {
      assertEquals(200, send(get("/me")).statusCode());
      assertEquals(List.of("Bearer a1"), authorizations());
    }

    @Test
    void send_headersOfTheCaller_loseAgainstTheCredentials() {
      acme.stored("{'api_key':'key'}");
      var request =
          HttpRequest.newBuilder(URI.create(API + "/me"))
              .header("X-API-Key", "smuggled")
              .header("Authorization", "Bearer smuggled")
              .header("Accept", "text/plain")
              .build();
      send(request);
      var headers = service.requests().getFirst().headers();
      assertEquals(List.of("key"), headers.allValues("x-api-key"));
      assertEquals(List.of(), headers.allValues("authorization"));
      assertEquals(List.of("text/plain"), headers.allValues("accept"));
    }

    @Test
    void preview_showsNoSecretAndSendsNothing() {
      session("a1", -10);
      HttpRequest shown = client().preview(get("/me"));
      assertEquals(List.of("Bearer (not shown)"), shown.headers().allValues("authorization"));
      assertEquals(List.of(), service.requests());
      assertEquals(0, renewals.get());
    }

    @Test
    void preview_keyWithoutScheme_isNotShownAtAll() {
      acme.stored("{'api_key':'a key of words'}");
      var shown =
          client()
              .preview(HttpRequest.newBuilder(URI.create(API)).header("x-api-key", "x").build());
      assertEquals(List.of("(not shown)"), shown.headers().allValues("x-api-key"));
    }

    @Test
    void preview_otherOrigin_isRefused() {
      HttpRequest request = HttpRequest.newBuilder(URI.create("https://evil.example/")).build();
      assertThrows(AuthException.Misconfigured.class, () -> client().preview(request));
    }

    @Test
    void send_sessionTooOld_isRenewedBefore() {
      session("a1", 10);
      send(get("/me"));
      assertEquals(List.of("Bearer a2"), authorizations());
    }

    @Test
    void send_notLoggedIn_sendsNothing() {
      acme.store.delete(TestAccount.KEY);
      assertThrows(AuthException.NotLoggedIn.class, () -> send(get("/me")));
      assertEquals(List.of(), service.requests());
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "http://api.acme.example/me",
          "https://api.acme.example.evil.example/me",
          "https://api.acme.example:8443/me",
          "https://user@api.acme.example/me"
        })
    void send_toAnotherOrigin_isRefused(String uri) {
      assertThrows(
          AuthException.Misconfigured.class,
          () -> send(HttpRequest.newBuilder(URI.create(uri)).build()));
      assertEquals(List.of(), service.requests());
    }
  }

  @Nested
  class Rejected {
    @Test
    void send_rejectedOnce_isRenewedAndSentAgain() {
      accepting("a2");
      HttpResponse<String> response =
          send(
              HttpRequest.newBuilder(URI.create(API + "/things"))
                  .header("X-Trace", "1")
                  .POST(BodyPublishers.ofString("body"))
                  .build());
      assertEquals("ok", response.body());
      assertEquals(List.of("Bearer a1", "Bearer a2"), authorizations());
      HttpRequest again = service.requests().getLast();
      assertEquals("POST", again.method());
      assertEquals(4, again.bodyPublisher().orElseThrow().contentLength());
      assertEquals(List.of("1"), again.headers().allValues("x-trace"));
    }

    @Test
    void send_afterARenewal_usesTheNewRefreshTokenNextTime() {
      accepting("a2");
      send(get("/me"));
      accepting("a3");
      send(get("/me"));
      assertEquals(
          List.of("r1", "r2"),
          acme.oauth.renewed().stream().map(s -> s.refresh().orElseThrow().reveal()).toList());
    }

    @Test
    void send_rejectedTwice_isSessionExpiredAfterOneRenewal() {
      accepting("nothing");
      var failure = assertThrows(AuthException.SessionExpired.class, () -> send(get("/me")));
      assertTrue(failure.getMessage().contains("Acme does not accept the access token"));
      assertEquals(1, renewals.get());
      assertEquals(2, service.requests().size());
    }

    @Test
    void send_renewedBeforeAndRejected_isNotRenewedAgain() {
      session("a1", 10);
      accepting("nothing");
      assertThrows(AuthException.SessionExpired.class, () -> send(get("/me")));
      assertEquals(1, renewals.get());
      assertEquals(1, service.requests().size());
    }

    @Test
    void send_anotherProcessHasRenewed_usesItsTokenWithoutARequestForOne() {
      service =
          new FakeHttpClient(
              request -> {
                if (authorization(request).equals("Bearer a1")) {
                  session("from-another", 3600);
                  return new Answer(401, "", Map.of());
                }
                return new Answer(200, "ok", Map.of());
              });
      assertEquals(200, send(get("/me")).statusCode());
      assertEquals(0, renewals.get());
      assertEquals(List.of("Bearer a1", "Bearer from-another"), authorizations());
    }

    @Test
    void send_forbidden_isReturnedAndNeverRenewed() {
      service = FakeHttpClient.answering(403, "no");
      HttpResponse<String> response = send(get("/me"));
      assertEquals(403, response.statusCode());
      assertEquals("no", response.body());
      assertEquals(0, renewals.get());
    }

    @Test
    void send_bodyThatCannotBeReplayed_returnsThe401AsItIs() {
      service = FakeHttpClient.answering(401, "the answer");
      var stream =
          HttpRequest.newBuilder(URI.create(API + "/upload"))
              .POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(new byte[9])))
              .build();
      HttpResponse<String> response = send(stream);
      assertEquals(401, response.statusCode());
      assertEquals("the answer", response.body());
      assertEquals(0, renewals.get());
      assertEquals(1, service.requests().size());
    }

    @Test
    void send_identityProviderAway_isTransientAndNotALogin() {
      accepting("a2");
      acme.oauth.renewing(
          session -> {
            throw new AuthException.Transient(ErrorCode.NETWORK, "Away.", null);
          });
      var failure = assertThrows(AuthException.Transient.class, () -> send(get("/me")));
      assertEquals(ErrorCode.IDP_UNAVAILABLE, failure.code());
    }

    @Test
    void send_bodyOfTheRejection_isNotGivenToTheHandler() {
      accepting("a2");
      List<Integer> handled = new ArrayList<>();
      client()
          .send(
              get("/me"),
              info -> {
                handled.add(info.statusCode());
                return BodyHandlers.ofString().apply(info);
              });
      assertEquals(List.of(200), handled);
    }

    @Test
    void send_storedKeyRejected_namesTheStoreAndTheLogin() {
      acme.stored("{'api_key':'key'}");
      service = FakeHttpClient.answering(401, "");
      var failure = assertThrows(AuthException.Denied.class, () -> send(get("/me")));
      assertEquals(ErrorCode.INVALID_CREDENTIAL, failure.code());
      assertEquals("Acme does not accept the api_key in the store file.", failure.getMessage());
      assertEquals("keyfob login acme", failure.hint().orElseThrow());
      assertEquals(1, service.requests().size());
    }

    @Test
    void send_environmentKeyRejected_namesTheVariable() {
      acme.environment.put("ACME_KEY", "key");
      service = FakeHttpClient.answering(401, "");
      var failure = assertThrows(AuthException.Denied.class, () -> send(get("/me")));
      assertTrue(failure.getMessage().contains("environment variable ACME_KEY"));
      assertEquals("unset ACME_KEY", failure.hint().orElseThrow());
    }
  }

  @Nested
  class Concurrently {
    @Test
    void send_burstRejected_coalescesToOneRenewal() throws Exception {
      int threads = 8;
      accepting("a2");
      CyclicBarrier start = new CyclicBarrier(threads);
      List<Future<Integer>> results = new ArrayList<>();
      RenewingClient client = client();
      try (ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor()) {
        for (int i = 0; i < threads; i++) {
          results.add(
              pool.submit(
                  () -> {
                    start.await();
                    return client.send(get("/me"), BodyHandlers.ofString()).statusCode();
                  }));
        }
      }
      for (Future<Integer> result : results) {
        assertEquals(200, result.get());
      }
      assertEquals(1, renewals.get());
    }
  }

  @Nested
  class Redirected {
    @Test
    void send_redirectWithinTheOrigin_isFollowedWithTheCredential() {
      redirecting(Map.of("/old", "/new"), 302);
      assertEquals("ok", send(get("/old")).body());
      assertEquals(List.of("Bearer a1", "Bearer a1"), authorizations());
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "https://evil.example/",
          "http://api.acme.example/new",
          "https://api.acme.example:8443/new",
          "//evil.example/",
          "https://api.acme.example./",
          "https://user@api.acme.example/",
          "ftp://api.acme.example/",
          "file:///etc/passwd",
          "https://[broken"
        })
    void send_redirectElsewhere_isReturnedAndNothingGoesThere(String location) {
      redirecting(Map.of("/old", location), 307);
      assertEquals(307, send(post("/old")).statusCode());
      assertEquals(1, service.requests().size());
    }

    @Test
    void send_thereAndBack_neverLeavesTheOrigin() {
      redirecting(Map.of("/a", "https://b.example/back", "/back", API + "/c"), 302);
      assertEquals(302, send(get("/a")).statusCode());
      assertEquals(1, service.requests().size());
    }

    @ParameterizedTest
    @CsvSource({
      "301, POST, GET",
      "302, POST, GET",
      "303, POST, GET",
      "307, POST, POST",
      "308, POST, POST",
      "301, DELETE, DELETE",
      "302, PUT, PUT",
      "303, DELETE, GET",
      "303, HEAD, HEAD"
    })
    void send_redirect_keepsOrChangesTheMethodByItsStatus(
        int status, String method, String followed) {
      redirecting(Map.of("/old", "/new"), status);
      send(
          HttpRequest.newBuilder(URI.create(API + "/old"))
              .header("Content-Type", "text/plain")
              .method(method, BodyPublishers.ofString("body"))
              .build());
      HttpRequest last = service.requests().getLast();
      assertEquals(followed, last.method());
      boolean keepsBody = !followed.equals("GET");
      assertEquals(keepsBody, last.headers().firstValue("Content-Type").isPresent());
      assertEquals(keepsBody ? 4 : 0, last.bodyPublisher().orElseThrow().contentLength());
    }

    @Test
    void send_redirectInACircle_ends() {
      redirecting(Map.of("/a", "/b", "/b", "/a"), 302);
      assertEquals(302, send(get("/a")).statusCode());
      assertEquals(Redirects.MAX_REDIRECTS + 1, service.requests().size());
    }

    @Test
    void send_rejectedAfterARedirect_startsOverWithTheRenewedToken() {
      service =
          new FakeHttpClient(
              request -> {
                if (request.uri().getPath().equals("/old")) {
                  return new Answer(302, "", Map.of("Location", "/new"));
                }
                return authorization(request).equals("Bearer a2")
                    ? new Answer(200, "ok", Map.of())
                    : new Answer(401, "", Map.of());
              });
      assertEquals("ok", send(get("/old")).body());
      assertEquals(4, service.requests().size());
    }

    @Test
    void send_bodyOfARedirectThatIsFollowed_isNotGivenToTheHandler() {
      redirecting(Map.of("/old", "/new"), 302);
      List<Integer> handled = new ArrayList<>();
      client()
          .send(
              get("/old"),
              info -> {
                handled.add(info.statusCode());
                return BodyHandlers.ofString().apply(info);
              });
      assertEquals(List.of(200), handled);
    }

    private void redirecting(Map<String, String> locations, int status) {
      service =
          new FakeHttpClient(
              request -> {
                String location = locations.get(request.uri().getPath());
                return location == null
                    ? new Answer(200, "ok", Map.of())
                    : new Answer(status, "moved", Map.of("Location", location));
              });
    }
  }

  private void session(String access, long secondsLeft) {
    acme.stored(
        "{'oauth':{'access_token':'"
            + access
            + "','refresh_token':'r1','expires_at':'"
            + MutableClock.START.plusSeconds(secondsLeft)
            + "'}}");
  }

  /** A service that takes one token and no other. */
  private void accepting(String token) {
    Function<HttpRequest, Answer> answer =
        request ->
            authorization(request).equals("Bearer " + token)
                ? new Answer(200, "ok", Map.of())
                : new Answer(401, "rejected", Map.of());
    service = new FakeHttpClient(answer);
  }

  private RenewingClient client() {
    return new RenewingClient(
        new CachedAccount(acme.http(service.bounded())::account, acme.credentials()),
        acme.providers(),
        service.bounded(),
        () -> {});
  }

  private HttpResponse<String> send(HttpRequest request) {
    return client().send(request, BodyHandlers.ofString());
  }

  private List<String> authorizations() {
    return service.requests().stream().map(RenewingClientTests::authorization).toList();
  }

  private static String authorization(HttpRequest request) {
    return request.headers().firstValue("Authorization").orElse("");
  }

  private static HttpRequest get(String path) {
    return HttpRequest.newBuilder(URI.create(API + path)).build();
  }

  private static HttpRequest post(String path) {
    return HttpRequest.newBuilder(URI.create(API + path))
        .POST(BodyPublishers.ofString("secret body"))
        .build();
  }
}
