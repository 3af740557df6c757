package dev.keyfob.auth.oauth.registration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.ErrorCode;
import dev.keyfob.auth.api.spi.support.JsonText;
import dev.keyfob.auth.oauth.OAuthFixture;
import dev.keyfob.auth.oauth.client.RegisteredClient;
import dev.keyfob.auth.testkit.HttpStub;
import dev.keyfob.auth.testkit.HttpStub.Reply;
import jakarta.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClientRegistrationTests {
  private static final String REDIRECT = "http://127.0.0.1:7777/callback";
  private static final String ISSUER = "https://id.test";

  private final OAuthFixture fixture = new OAuthFixture();
  private volatile Reply answer = Reply.json(201, "{\"client_id\":\"c1\"}");
  private final HttpStub stub = HttpStub.start(request -> answer);

  @AfterEach
  void close() {
    fixture.close();
    stub.close();
  }

  private RegisteredClient register(List<String> methods, List<String> grants) {
    return new ClientRegistration(fixture.context())
        .register(stub.uri("/register"), ISSUER, REDIRECT, methods, grants);
  }

  private RegisteredClient register() {
    return register(List.of(), List.of());
  }

  private JsonObject sent() {
    return JsonText.parseObject(stub.requests().getFirst().body());
  }

  @Test
  void register_asksForANativePublicClient() {
    RegisteredClient client = register();
    assertEquals("c1", client.clientId());
    assertEquals("none", client.method());
    assertEquals(List.of(REDIRECT), client.redirectUris());
    assertEquals("native", sent().getString("application_type"));
    assertEquals(REDIRECT, sent().getJsonArray("redirect_uris").getString(0));
    assertFalse(sent().getJsonArray("grant_types").toString().contains("device_code"));
  }

  @Test
  void register_deviceGrantOfTheServer_isAskedForToo() {
    register(List.of(), List.of("urn:ietf:params:oauth:grant-type:device_code"));
    assertTrue(sent().getJsonArray("grant_types").toString().contains("device_code"));
  }

  @ParameterizedTest
  @CsvSource({
    "client_secret_post none, none",
    "client_secret_post client_secret_basic, client_secret_basic",
    "private_key_jwt client_secret_post, client_secret_post",
  })
  void register_methodsOfTheServer_theLeastSecretOneIsChosen(String offered, String chosen) {
    register(List.of(offered.split(" ")), List.of());
    assertEquals(chosen, sent().getString("token_endpoint_auth_method"));
  }

  @Test
  void register_noMethodThatItKnows_sendsNothing() {
    assertThrows(
        AuthException.Misconfigured.class, () -> register(List.of("tls_client_auth"), List.of()));
    assertTrue(stub.requests().isEmpty());
  }

  @Test
  void register_secretAndItsEnd_areKept() {
    answer =
        Reply.json(
            201,
            """
            {"client_id":"c1","client_secret":"s3cret","client_secret_expires_at":1800000000,
             "token_endpoint_auth_method":"client_secret_basic"}""");
    RegisteredClient client = register(List.of("client_secret_basic"), List.of());
    assertEquals("s3cret", client.secret().orElseThrow().reveal());
    assertEquals(Optional.of(Instant.ofEpochSecond(1_800_000_000L)), client.secretExpiresAt());
    assertFalse(client.toString().contains("s3cret"));
  }

  @Test
  void register_endOfZero_isNone() {
    answer =
        Reply.json(
            201, "{\"client_id\":\"c1\",\"client_secret\":\"x\",\"client_secret_expires_at\":0}");
    assertEquals(
        Optional.empty(), register(List.of("client_secret_post"), List.of()).secretExpiresAt());
  }

  @Test
  void register_refused_saysWhyAndWhatToDo() {
    answer = Reply.json(400, "{\"error\":\"invalid_redirect_uri\"}");
    AuthException.Misconfigured refused =
        assertThrows(AuthException.Misconfigured.class, this::register);
    assertEquals(ErrorCode.OAUTH_NOT_CONFIGURED, refused.code());
    assertTrue(refused.getMessage().contains("invalid_redirect_uri"), refused.getMessage());
    assertEquals(
        Optional.of("register a client there and name it: keyfob profile show acme"),
        refused.hint());
  }

  @Test
  void register_serverAway_isTransient() {
    answer = Reply.empty(503).with("Retry-After", "7");
    assertThrows(AuthException.Transient.class, this::register);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "[]", "{}", "{\"client_id\":7}", "<html>"})
  void register_answerThatIsNone_isAProtocolError(String body) {
    answer = Reply.json(201, body);
    assertThrows(AuthException.Protocol.class, this::register);
  }
}
