package dev.keyfob.auth.oauth.dpop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import dev.keyfob.auth.api.AccountKey;
import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.Keyfob;
import dev.keyfob.auth.api.LoginRequest;
import dev.keyfob.auth.api.spi.support.JsonText;
import dev.keyfob.auth.oauth.OAuthProvider;
import dev.keyfob.auth.testkit.FakeIdentityProvider;
import dev.keyfob.auth.testkit.FakeInteraction;
import dev.keyfob.auth.testkit.HttpStub;
import dev.keyfob.auth.testkit.HttpStub.Reply;
import dev.keyfob.auth.testkit.HttpStub.Request;
import dev.keyfob.auth.testkit.InMemoryStore;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.ParseException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sessions that are bound to a key, through the library, against servers that insist on it. */
class DpopTests {
  private static final AccountKey KEY = AccountKey.of("acme");

  private final InMemoryStore store = new InMemoryStore();
  private final FakeIdentityProvider idp = FakeIdentityProvider.start();
  private final HttpStub api = HttpStub.start(this::api);
  private final HttpClient browser = HttpClient.newHttpClient();
  private final Set<String> seen = new HashSet<>();
  private volatile String nonce = "n-1";
  private volatile String scheme = "DPoP";
  @TempDir private Path home;

  DpopTests() {
    idp.answering("/token", this::demandProof);
    idp.tokenAnswer(
        answer -> JsonText.PROVIDER.createObjectBuilder(answer).add("token_type", scheme).build());
  }

  @AfterEach
  void close() {
    browser.shutdownNow();
    api.close();
    idp.close();
  }

  private @Nullable Reply demandProof(Request request) {
    return proven(request, "POST", idp.uri("/token"), "")
        ? null
        : Reply.json(400, "{\"error\":\"use_dpop_nonce\"}").with("DPoP-Nonce", nonce);
  }

  private Reply api(Request request) {
    String authorization = request.headers().getOrDefault("authorization", "");
    String token = authorization.substring(authorization.indexOf(' ') + 1);
    return authorization.startsWith("DPoP ")
            && proven(request, request.method(), api.uri(request.path()), token)
        ? Reply.json(200, "{}")
        : Reply.empty(401)
            .with("WWW-Authenticate", "DPoP error=\"use_dpop_nonce\"")
            .with("DPoP-Nonce", nonce);
  }

  /** RFC 9449 section 4.3. */
  private synchronized boolean proven(Request request, String method, URI place, String token) {
    try {
      JWSObject proof = JWSObject.parse(request.headers().getOrDefault("dpop", ""));
      Map<String, Object> claims = proof.getPayload().toJSONObject();
      assertEquals("dpop+jwt", proof.getHeader().getType().getType());
      assertFalse(proof.getHeader().getJWK().isPrivate());
      assertTrue(proof.verify(new ECDSAVerifier(proof.getHeader().getJWK().toECKey())));
      assertTrue(seen.add(String.valueOf(claims.get("jti"))), "a proof was used twice");
      assertEquals(method, claims.get("htm"));
      assertEquals(place.toString(), claims.get("htu"));
      assertEquals(!token.isEmpty(), claims.containsKey("ath"));
      return nonce.equals(claims.get("nonce"));
    } catch (ParseException e) {
      return false;
    } catch (JOSEException e) {
      throw new AssertionError(e);
    }
  }

  private void profile(String more) throws IOException {
    Path file = home.resolve("profiles/acme.json");
    Files.createDirectories(file.getParent());
    Files.writeString(
        file,
        """
        {"apiBaseUri":"%s","identityPath":"/who","oauth":{"issuer":"%s","clientId":"%s","dpop":true%s}}
        """
            .formatted(api.uri(""), idp.issuer(), FakeIdentityProvider.CLIENT_ID, more));
  }

  private Keyfob open() {
    return Keyfob.builder()
        .withoutPluginFolder()
        .provider(new OAuthProvider())
        .store(store)
        .environment(Map.of("KEYFOB_HOME", home.toString()))
        .interaction(
            FakeInteraction.person()
                .browser(
                    address -> {
                      asked = address;
                      if (!address.getQuery().contains("request_uri")) {
                        Thread.ofVirtual().start(() -> get(idp.consent(address)));
                      }
                    }))
        .open();
  }

  private volatile @Nullable URI asked;

  private void get(URI address) {
    try {
      HttpResponse<String> _ =
          browser.send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofString());
    } catch (IOException e) {
      throw new AssertionError(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void login() throws IOException {
    profile("");
    try (Keyfob keyfob = open()) {
      var _ = keyfob.login(LoginRequest.of(KEY).withMethod("browser"));
    }
  }

  private String storedKey() {
    return store
        .find(KEY)
        .orElseThrow()
        .json()
        .getJsonObject("oauth")
        .getJsonObject("dpop_key")
        .toString();
  }

  private int call(Keyfob keyfob) {
    return keyfob
        .client(KEY)
        .send(HttpRequest.newBuilder(api.uri("/v1/me?q=1")).build(), BodyHandlers.discarding())
        .statusCode();
  }

  @Test
  void login_dpop_bindsCodeAndSessionToOneKey() throws IOException {
    login();
    String key = storedKey();
    assertTrue(key.contains("\"d\":"), "the private key is kept");
    assertTrue(
        String.valueOf(asked).contains("dpop_jkt=" + DpopKey.of(secret(key)).key().thumbprint()),
        String.valueOf(asked));
    // one refused attempt to learn the nonce, one that worked
    assertEquals(2, idp.requests("/token").size());
  }

  private static dev.keyfob.auth.api.Secret secret(String key) {
    return dev.keyfob.auth.api.Secret.of(key);
  }

  @Test
  void renew_dpop_keepsTheKeyAndKnowsTheNonceOfAnotherProcess() throws IOException {
    login();
    String key = storedKey();
    int before = idp.requests("/token").size();
    try (Keyfob keyfob = open()) {
      assertEquals("DPoP", keyfob.refresh(KEY).credential().tokenType().orElseThrow());
    }
    assertEquals(key, storedKey());
    assertEquals(before + 1, idp.requests("/token").size(), "the nonce was known");
    nonce = "n-2";
    try (Keyfob keyfob = open()) {
      var _ = keyfob.refresh(KEY);
    }
    assertEquals(before + 3, idp.requests("/token").size(), "asked again once");
  }

  @Test
  void send_dpop_provesEveryAttemptAndLearnsTheNonce() throws IOException {
    login();
    nonce = "api-1";
    try (Keyfob keyfob = open()) {
      assertEquals(200, call(keyfob));
      assertEquals(200, call(keyfob));
    }
    try (Keyfob keyfob = open()) {
      assertEquals(200, call(keyfob));
    }
    assertEquals(4, api.requests("/v1/me").size(), "only the first had to be sent twice");
  }

  @Test
  void headers_dpop_areATokenAndAFreshProof() throws IOException {
    login();
    try (Keyfob keyfob = open()) {
      var resolved = keyfob.token(KEY, Duration.ZERO);
      Map<String, String> one = keyfob.headers(resolved, "PUT", api.uri("/v1/x#f"));
      Map<String, String> two = keyfob.headers(resolved, "PUT", api.uri("/v1/x#f"));
      assertTrue(one.getOrDefault("Authorization", "").startsWith("DPoP "));
      assertNotEquals(one.get("DPoP"), two.get("DPoP"));
    }
  }

  @Test
  void login_serverAnswersBearer_isNotTakenForBound() throws IOException {
    scheme = "Bearer";
    AuthException e = assertThrows(AuthException.Protocol.class, this::login);
    assertTrue(String.valueOf(e.getMessage()).contains("not bound to the key"), e.getMessage());
    assertTrue(store.find(KEY).isEmpty());
  }

  @Test
  void login_parDemanded_browserCarriesAReferenceOnly() throws IOException {
    idp.metadata(
        metadata ->
            JsonText.PROVIDER
                .createObjectBuilder(metadata)
                .add("require_pushed_authorization_requests", true)
                .add("pushed_authorization_request_endpoint", idp.issuer() + "/par")
                .build());
    idp.answering("/par", _ -> Reply.json(400, "{\"error\":\"invalid_request\"}"));
    profile(
        ",\"callbackTimeout\":1,\"acrValues\":\"gold\",\"maxAge\":60,\"authorizationDetails\":[{\"type\":\"t\"}]");
    try (Keyfob keyfob = open()) {
      assertThrows(
          AuthException.class, () -> keyfob.login(LoginRequest.of(KEY).withMethod("browser")));
      assertEquals(null, asked, "refused before the browser");
      idp.answering(
          "/par", _ -> Reply.json(201, "{\"request_uri\":\"urn:r:1\",\"expires_in\":60}"));
      assertThrows(
          AuthException.class, () -> keyfob.login(LoginRequest.of(KEY).withMethod("browser")));
    }
    assertEquals(
        "client_id=" + FakeIdentityProvider.CLIENT_ID + "&request_uri=urn%3Ar%3A1",
        String.valueOf(asked).split("\\?", 2)[1]);
    Map<String, String> pushed = idp.requests("/par").getLast().form();
    assertEquals("gold", pushed.get("acr_values"));
    assertEquals("60", pushed.get("max_age"));
    assertEquals("[{\"type\":\"t\"}]", pushed.get("authorization_details"));
    assertEquals("S256", pushed.get("code_challenge_method"));
    assertTrue(pushed.containsKey("dpop_jkt") && pushed.containsKey("state"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "with blank", "quote\"", "\u00e4"})
  void nonce_thatIsNone_isNotKept(String text) {
    assertFalse(dev.keyfob.auth.api.spi.OriginNonces.isNonce(text));
    assertEquals(List.of(), List.copyOf(seen));
  }
}
