package dev.keyfob.cli.proxy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.keyfob.auth.api.AccountKey;
import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.Keyfob;
import dev.keyfob.auth.api.spi.support.JsonText;
import dev.keyfob.auth.apikey.ApiKeyProvider;
import dev.keyfob.auth.testkit.HttpStub;
import dev.keyfob.auth.testkit.HttpStub.Reply;
import dev.keyfob.auth.testkit.InMemoryStore;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReverseProxyTests {
  private static final String KEY = "sk-of-the-test";

  @TempDir Path home;
  private final Map<String, String> environment = new HashMap<>();
  private final HttpClient http = HttpClient.newHttpClient();
  private HttpStub api;
  private Keyfob keyfob;
  private ReverseProxy proxy;

  @BeforeEach
  void start() {
    environment.put("KEYFOB_HOME", home.toString());
    environment.put("KEYFOB_ACME_API_KEY", KEY);
    open();
  }

  private void open() {
    api = HttpStub.start(this::answer);
    keyfob =
        Keyfob.builder()
            .withoutPluginFolder()
            .environment(environment)
            .provider(new ApiKeyProvider())
            .store(new InMemoryStore())
            .profile(
                "acme",
                JsonText.parseObject(
                    "{\"apiBaseUri\":\"%s\",\"apiKey\":{\"header\":\"x-api-key\"}}"
                        .formatted(api.uri("/v1"))))
            .open();
    proxy = start(0);
  }

  private ReverseProxy start(int port) {
    List<Route> everything = List.of(new Route("", AccountKey.of("acme")));
    return ReverseProxy.start(keyfob, everything, AccessRules.NONE, RequestLog.silent(), port);
  }

  @AfterEach
  void stop() {
    proxy.close();
    keyfob.close();
    http.close();
    api.close();
  }

  private Reply answer(HttpStub.Request request) {
    return Reply.json(request.path().endsWith("/missing") ? 404 : 200, "{\"ok\":true}")
        .with("Link", "<" + api.uri("/v1/things?page=2") + ">; rel=\"next\"")
        .with("X-Count", "1");
  }

  private HttpRequest.Builder to(String path) {
    return HttpRequest.newBuilder(URI.create(proxy.address() + path));
  }

  private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return http.send(request.build(), BodyHandlers.ofString());
  }

  /** A request as no client of Java's would send it; gives the status line. */
  private String raw(String head) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), proxy.address().getPort())) {
      socket
          .getOutputStream()
          .write((head + "Connection: close\r\n\r\n").getBytes(StandardCharsets.UTF_8));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .findFirst()
          .orElse("");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"TRACE", "TRACK"})
  void request_methodThatSendsItBack_isRefused(String method) throws IOException {
    assertTrue(
        raw(method + " " + secret() + "/x HTTP/1.1\r\nHost: " + authority() + "\r\n")
            .contains(" 405 "));
    assertEquals(0, api.requests().size());
  }

  private String secret() {
    return proxy.address().getPath();
  }

  private String authority() {
    return proxy.address().getAuthority();
  }

  @Test
  void request_reachesTheApiWithTheCredential() throws Exception {
    HttpResponse<String> answer =
        send(
            to("/things?q=a%20b")
                .header("X-Mine", "kept")
                .POST(BodyPublishers.ofString("{\"a\":1}")));

    assertEquals(200, answer.statusCode());
    assertEquals("{\"ok\":true}", answer.body());
    HttpStub.Request seen = api.requests().getFirst();
    assertEquals("/v1/things", seen.path());
    assertEquals("q=a%20b", seen.query());
    assertEquals("POST", seen.method());
    assertEquals("{\"a\":1}", seen.body());
    assertEquals(KEY, seen.headers().get("x-api-key"));
    assertEquals("kept", seen.headers().get("x-mine"));
  }

  @Test
  void request_withACredentialOfItsOwn_losesIt() throws Exception {
    send(
        to("/things")
            .header("Authorization", "Bearer mine")
            .header("Cookie", "a=b")
            .header("x-api-key", "mine"));

    HttpStub.Request seen = api.requests().getFirst();
    assertEquals(KEY, seen.headers().get("x-api-key"));
    assertFalse(seen.headers().containsKey("authorization"));
    assertFalse(seen.headers().containsKey("cookie"));
    assertFalse(seen.headers().containsValue(secret().substring(1)));
  }

  @Test
  void answer_comesBackAsItIs_withAddressesThatLeadHere() throws Exception {
    HttpResponse<String> answer = send(to("/missing"));

    assertEquals(404, answer.statusCode());
    assertEquals("1", answer.headers().firstValue("X-Count").orElseThrow());
    assertEquals(
        "<" + proxy.address() + "/things?page=2>; rel=\"next\"",
        answer.headers().firstValue("Link").orElseThrow());
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/things", "/wrong-secret/things"})
  void request_withoutTheSecret_isRefused(String path) throws Exception {
    HttpResponse<String> answer =
        send(HttpRequest.newBuilder(URI.create("http://" + authority() + path)));

    assertEquals(403, answer.statusCode());
    assertTrue(api.requests().isEmpty());
  }

  @Test
  void request_ofAWebPage_isRefused() throws Exception {
    assertEquals(403, send(to("/things").header("Origin", "https://evil.example")).statusCode());
    assertTrue(api.requests().isEmpty());
  }

  @ParameterizedTest
  @ValueSource(strings = {"evil.example", "evil.example:80", "127.0.0.1", "127.0.0.1.evil:1"})
  void request_forAnotherHost_isRefused(String host) throws Exception {
    assertEquals(
        "HTTP/1.1 403 Forbidden",
        raw("GET " + secret() + "/things HTTP/1.1\r\nHost: " + host + "\r\n"));
    assertTrue(api.requests().isEmpty());
  }

  @ParameterizedTest
  @ValueSource(strings = {"/../admin", "/%2e%2e/admin", "/a/..%2fadmin/..", "/.."})
  void request_thatLeavesTheApisPath_isRefused(String path) throws Exception {
    assertEquals(
        "HTTP/1.1 403 Forbidden",
        raw("GET " + secret() + path + " HTTP/1.1\r\nHost: " + authority() + "\r\n"));
    assertTrue(api.requests().isEmpty());
  }

  @Test
  void request_notLoggedIn_saysSoAsTheCommandLineDoes() throws Exception {
    proxy.close();
    keyfob.close();
    api.close();
    environment.remove("KEYFOB_ACME_API_KEY");
    open();

    HttpResponse<String> answer = send(to("/things"));

    assertEquals(401, answer.statusCode());
    assertTrue(answer.body().contains("\"not_logged_in\""), answer.body());
    assertTrue(answer.body().contains("keyfob login acme"), answer.body());
  }

  @Test
  void head_hasNoBody() throws Exception {
    HttpResponse<String> answer = send(to("/things").method("HEAD", BodyPublishers.noBody()));

    assertEquals(200, answer.statusCode());
    assertEquals("", answer.body());
  }

  @Test
  void close_nobodyListensAnyMore() {
    proxy.close();

    assertThrows(ConnectException.class, () -> send(to("/things")));
  }

  @Test
  void start_portTaken_saysSo() {
    int taken = proxy.address().getPort();

    AuthException e = assertThrows(AuthException.Misconfigured.class, () -> start(taken));

    assertTrue(String.valueOf(e.getMessage()).contains(Integer.toString(taken)));
  }

  @Test
  void address_isNewEachTime() {
    try (ReverseProxy other = start(0)) {
      assertFalse(other.address().getPath().equals(secret()));
      assertEquals(44, secret().length());
    }
  }
}
