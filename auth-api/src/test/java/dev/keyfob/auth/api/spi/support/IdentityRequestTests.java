package dev.keyfob.auth.api.spi.support;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.keyfob.auth.api.AccountKey;
import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.ErrorCode;
import dev.keyfob.auth.api.ServiceProfile;
import dev.keyfob.auth.api.spi.ProviderContext;
import dev.keyfob.auth.testkit.FakeHttpClient;
import dev.keyfob.auth.testkit.FakeInteraction;
import dev.keyfob.auth.testkit.FakeKey;
import dev.keyfob.auth.testkit.FakeProvider;
import dev.keyfob.auth.testkit.MutableClock;
import dev.keyfob.auth.testkit.TestProfiles;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IdentityRequestTests {
  private static final URI TARGET = URI.create("https://api.acme.test/me");
  private static final String BODY_CANARY = "body-canary-55";

  @Test
  void send_object_isTheAnswer() {
    FakeHttpClient service = FakeHttpClient.answering(200, "{\"email\":\"a@b.c\"}");
    assertEquals(Optional.of("a@b.c"), send(service).map(user -> user.getString("email")));
    HttpRequest request = service.requests().getFirst();
    assertEquals("GET", request.method());
    assertEquals(TARGET, request.uri());
    assertEquals(
        "Bearer key-12345678", request.headers().firstValue("Authorization").orElseThrow());
    assertEquals("application/json", request.headers().firstValue("Accept").orElseThrow());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"null", "[]", "[{\"email\":\"x\"}]", "\"text\"", "7", "", "<html>", "{", "{}"})
  void send_successWithoutAnObject_isAcceptedWithNothingKnown(String body) {
    assertEquals(
        Optional.of(JsonValue.EMPTY_JSON_OBJECT), send(FakeHttpClient.answering(200, body)));
  }

  @Test
  void send_objectNestedAThousandDeep_isAcceptedWithNothingKnown() {
    String deep = "{\"a\":".repeat(1000) + "1" + "}".repeat(1000);
    assertEquals(
        Optional.of(JsonValue.EMPTY_JSON_OBJECT), send(FakeHttpClient.answering(200, deep)));
  }

  @Test
  void send_unauthorized_isInvalidCredentialWithTheLoginCommand() {
    AuthException e = failure(401);
    assertInstanceOf(AuthException.Denied.class, e);
    assertEquals(ErrorCode.INVALID_CREDENTIAL, e.code());
    assertEquals(Optional.of("keyfob login acme"), e.hint());
  }

  @Test
  void send_forbidden_doesNotAskForALogin() {
    AuthException e = failure(403);
    assertInstanceOf(AuthException.Denied.class, e);
    assertEquals(ErrorCode.FORBIDDEN, e.code());
    assertFalse(e.hint().orElse("").contains("login"));
  }

  @ParameterizedTest
  @ValueSource(ints = {408, 429, 500, 502, 503})
  void send_passingFailure_isTransient(int status) {
    AuthException e = failure(status);
    assertTrue(e.retryable());
    assertEquals(ErrorCode.API_ERROR, e.code());
  }

  @Test
  void send_busyService_tellsHowLongToWait() {
    FakeHttpClient service =
        new FakeHttpClient(r -> new FakeHttpClient.Answer(429, "", Map.of("Retry-After", "7")));
    AuthException.Transient e = assertThrows(AuthException.Transient.class, () -> send(service));
    assertEquals(Optional.of(Duration.ofSeconds(7)), e.retryAfter());
  }

  @ParameterizedTest
  @CsvSource({"301", "302", "400", "404", "410", "422"})
  void send_otherStatus_isAnApiErrorThatIsNotRetried(int status) {
    AuthException e = failure(status);
    assertInstanceOf(AuthException.Protocol.class, e);
    assertEquals(ErrorCode.API_ERROR, e.code());
    assertFalse(e.retryable());
  }

  private static AuthException failure(int status) {
    AuthException e =
        assertThrows(
            AuthException.class,
            () -> send(FakeHttpClient.answering(status, "{\"error\":\"" + BODY_CANARY + "\"}")));
    assertFalse(e.toString().contains(BODY_CANARY), e.toString());
    return e;
  }

  private static Optional<JsonObject> send(FakeHttpClient service) {
    ServiceProfile profile = TestProfiles.acme("{'apiBaseUri':'https://api.acme.test'}");
    return IdentityRequest.send(
        TARGET,
        new FakeProvider("api_key"),
        FakeKey.of("api_key", "key-12345678"),
        ProviderContext.builder(
                profile, AccountKey.of("acme"), service.bounded(), FakeInteraction.script())
            .clock(new MutableClock())
            .environment(Map.of())
            .build());
  }
}
