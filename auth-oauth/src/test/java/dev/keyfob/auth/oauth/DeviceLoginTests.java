package dev.keyfob.auth.oauth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.ErrorCode;
import dev.keyfob.auth.api.LoginRequest;
import dev.keyfob.auth.api.StartedLogin;
import dev.keyfob.auth.api.spi.LoginOutcome;
import dev.keyfob.auth.api.spi.LoginProgress;
import dev.keyfob.auth.api.spi.support.JsonText;
import dev.keyfob.auth.oauth.device.DeviceFlow;
import dev.keyfob.auth.oauth.login.OAuthMethod;
import dev.keyfob.auth.oauth.protocol.Pkce;
import dev.keyfob.auth.testkit.FakeIdentityProvider;
import dev.keyfob.auth.testkit.FakeInteraction;
import dev.keyfob.auth.testkit.HttpStub.Reply;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Queue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DeviceLoginTests {
  private final OAuthFixture fixture = new OAuthFixture();
  private final FakeIdentityProvider idp = fixture.idp;
  private final FakeTime time = new FakeTime();
  private final FakeInteraction person = FakeInteraction.person();

  @AfterEach
  void close() {
    fixture.close();
  }

  private LoginOutcome login(Optional<Duration> timeout) {
    LoginRequest request =
        new LoginRequest(
            OAuthFixture.KEY,
            Optional.of(OAuthMethod.DEVICE.id()),
            List.of(),
            OptionalInt.empty(),
            timeout,
            true,
            true,
            Optional.empty());
    return new DeviceFlow(fixture.context(fixture.profile(), person), time).login(request);
  }

  private LoginOutcome login() {
    return login(Optional.empty());
  }

  private String userCode() {
    return person.shown().stream()
        .map(String::strip)
        .filter(line -> line.startsWith("WDJB-"))
        .findFirst()
        .orElseThrow();
  }

  /** Answers polls with these errors, one after the other, then as usual. */
  private void polls(Reply... replies) {
    Queue<Reply> rest = new ArrayDeque<>(List.of(replies));
    idp.answering("/token", request -> rest.poll());
  }

  private static Reply error(String code) {
    return Reply.json(400, "{\"error\":\"" + code + "\"}");
  }

  private void device(String json) {
    idp.answering("/device", request -> Reply.json(200, json.replace('\'', '"')));
  }

  private void approveAfter(int pauses) {
    time.afterPause(
        () -> {
          if (time.pauses().size() == pauses) {
            idp.approveDevice(userCode());
          }
        });
  }

  @Nested
  class Confirmed {
    @Test
    void login_personConfirms_bringsASession() {
      approveAfter(3);
      LoginOutcome outcome = login();
      assertTrue(idp.accepts(outcome.credential().secret().reveal()));
      assertEquals(FakeIdentityProvider.EMAIL, outcome.user().orElseThrow().getString("email"));
      assertEquals(List.of(5L, 5L, 5L), time.seconds());
    }

    @Test
    void login_refusalsUnderTheStatusOfASuccess_areUnderstood() {
      polls(
          Reply.json(200, "{\"error\":\"authorization_pending\"}"),
          Reply.json(200, "{\"error\":\"slow_down\",\"interval\":10}"));
      approveAfter(3);
      login();
      assertEquals(List.of(5L, 5L, 10L), time.seconds());
    }

    @Test
    void login_person_isShownAddressCodeAndQrCode() {
      approveAfter(1);
      login();
      assertTrue(
          person.shown().stream().anyMatch(line -> line.contains(idp.issuer() + "/activate")));
      assertTrue(person.shown().stream().anyMatch(line -> line.contains("██")));
    }

    @Test
    void login_script_isShownNoQrCode() {
      FakeInteraction script = FakeInteraction.script();
      polls(error("access_denied"));
      assertThrows(
          AuthException.Denied.class,
          () ->
              new DeviceFlow(fixture.context(fixture.profile(), script), time)
                  .login(fixture.request(OAuthMethod.DEVICE.id())));
      assertTrue(script.shown().stream().noneMatch(line -> line.contains("█")));
      assertTrue(script.shown().stream().anyMatch(line -> line.contains("WDJB-")));
    }

    @Test
    void login_scopes_areAskedFor() {
      approveAfter(1);
      login();
      assertEquals("openid email", idp.requests("/device").getFirst().form().get("scope"));
    }
  }

  /** Some servers demand it of a client in every flow, though RFC 8628 does not know it. */
  @Nested
  class ProofKey {
    @Test
    void login_notDemanded_isNotSent() {
      approveAfter(1);
      login();
      assertEquals(List.of(false), sent("/device", "code_challenge"));
      assertEquals(List.of(false), sent("/token", "code_verifier"));
    }

    @Test
    void login_demanded_isSentAndRedeemed() {
      demandProofKey();
      approveAfter(1);
      assertTrue(idp.accepts(login().credential().secret().reveal()));
      assertEquals(List.of(false, true), sent("/device", "code_challenge"));
      String verifier = idp.requests("/token").getFirst().form().getOrDefault("code_verifier", "");
      assertEquals(
          Pkce.of(verifier).challenge(),
          idp.requests("/device").getLast().form().get("code_challenge"));
    }

    @Test
    void start_demanded_isRememberedForTheSecondHalf() {
      demandProofKey();
      TwoPhase twoPhase = new TwoPhase(fixture.context(), time);
      StartedLogin started = twoPhase.start(fixture.request(OAuthMethod.DEVICE.id())).orElseThrow();
      idp.approveDevice(started.userCode().orElseThrow());
      assertInstanceOf(
          LoginProgress.Done.class,
          twoPhase.finish(started.state(), Optional.empty(), Duration.ofMinutes(1)));
      String verifier = idp.requests("/token").getFirst().form().getOrDefault("code_verifier", "");
      assertEquals(started.state().getString("code_verifier"), verifier);
    }

    @Test
    void login_invalidForAnotherReason_saysWhatTheServerSays() {
      idp.answering("/device", request -> error("invalid_request"));
      AuthException e = assertThrows(AuthException.class, DeviceLoginTests.this::login);
      assertTrue(e.getMessage().contains("invalid_request"), e.getMessage());
      assertEquals(2, idp.requests("/device").size());
    }

    private List<Boolean> sent(String path, String parameter) {
      return idp.requests(path).stream()
          .map(request -> request.form().containsKey(parameter))
          .toList();
    }

    private void demandProofKey() {
      idp.answering(
          "/device",
          request ->
              request.form().containsKey("code_challenge") ? null : error("invalid_request"));
    }
  }

  /** RFC 8628 section 3.5. */
  @Nested
  class Pace {
    @Test
    void interval_notGiven_isFiveSeconds() {
      device(
          "{'device_code':'d','user_code':'WDJB-1','verification_uri':'https://a.test/d',"
              + "'expires_in':600}");
      polls(error("authorization_pending"), error("access_denied"));
      assertThrows(AuthException.Denied.class, DeviceLoginTests.this::login);
      assertEquals(List.of(5L, 5L), time.seconds());
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "60, 60", "-3, 1", "0, 1", "86400, 60", "1e99, 60"})
    void interval_absurd_isBounded(String given, long used) {
      device(
          "{'device_code':'d','user_code':'W','verification_uri':'https://a.test/d',"
              + "'expires_in':1800,'interval':"
              + given
              + "}");
      polls(error("access_denied"));
      assertThrows(AuthException.Denied.class, DeviceLoginTests.this::login);
      assertEquals(List.of(used), time.seconds());
    }

    @Test
    void slowDown_addsFiveSecondsForGood() {
      polls(
          error("authorization_pending"),
          error("slow_down"),
          error("authorization_pending"),
          error("slow_down"),
          error("authorization_pending"),
          error("access_denied"));
      assertThrows(AuthException.Denied.class, DeviceLoginTests.this::login);
      assertEquals(List.of(5L, 5L, 10L, 10L, 15L, 15L), time.seconds());
    }

    @Test
    void network_failing_backsOffAndComesBack() {
      polls(
          Reply.empty(200).cut(0),
          Reply.empty(503),
          Reply.empty(502),
          error("authorization_pending"),
          error("access_denied"));
      assertThrows(AuthException.Denied.class, DeviceLoginTests.this::login);
      assertEquals(List.of(5L, 10L, 20L, 40L, 5L), time.seconds());
    }

    @Test
    void retryAfter_longerThanTheOwnPause_isKept() {
      polls(Reply.empty(429).with("Retry-After", "45"), error("access_denied"));
      assertThrows(AuthException.Denied.class, DeviceLoginTests.this::login);
      assertEquals(List.of(5L, 45L), time.seconds());
    }
  }

  @Nested
  class Ended {
    @Test
    void login_personDeclines_isDenied() {
      time.afterPause(() -> idp.denyDevice(userCode()));
      AuthException.Denied e =
          assertThrows(AuthException.Denied.class, DeviceLoginTests.this::login);
      assertEquals(ErrorCode.LOGIN_DENIED, e.code());
      assertEquals(1, idp.tokenRequests());
    }

    @Test
    void login_codeExpired_timesOut() {
      polls(error("expired_token"));
      AuthException.TimedOut e =
          assertThrows(AuthException.TimedOut.class, DeviceLoginTests.this::login);
      assertTrue(e.getMessage().contains("expired"), e.getMessage());
    }

    @Test
    void login_nobodyConfirms_endsWithTheCodesLife() {
      assertThrows(AuthException.TimedOut.class, DeviceLoginTests.this::login);
      assertEquals(Duration.ofMinutes(10), Duration.ofNanos(time.nanos()));
    }

    @Test
    void login_codeThatLivesForever_endsAfterHalfAnHour() {
      device(
          "{'device_code':'d','user_code':'W','verification_uri':'https://a.test/d',"
              + "'expires_in':1e99,'interval':60}");
      polls();
      idp.answering("/token", request -> error("authorization_pending"));
      assertThrows(AuthException.TimedOut.class, DeviceLoginTests.this::login);
      assertEquals(Duration.ofMinutes(30), Duration.ofNanos(time.nanos()));
    }

    @Test
    void login_timeAskedFor_isKept() {
      assertThrows(AuthException.TimedOut.class, () -> login(Optional.of(Duration.ofSeconds(12))));
      assertEquals(List.of(5L, 5L), time.seconds());
    }

    @Test
    void login_wallClockJumps_changesNothing() {
      time.afterPause(() -> fixture.clock.advance(Duration.ofDays(3650)));
      idp.answering("/token", request -> error("authorization_pending"));
      assertThrows(AuthException.TimedOut.class, () -> login(Optional.of(Duration.ofSeconds(60))));
      assertEquals(12, time.pauses().size());
    }

    @Test
    void login_neverReached_isTransientAtTheEnd() {
      idp.answering("/token", request -> Reply.empty(503));
      assertThrows(AuthException.Transient.class, () -> login(Optional.of(Duration.ofSeconds(60))));
    }
  }

  @Nested
  class Offered {
    @Test
    void login_noEndpoint_isNotConfigured() {
      idp.metadata(
          metadata ->
              JsonText.PROVIDER
                  .createObjectBuilder(metadata)
                  .remove("device_authorization_endpoint")
                  .build());
      AuthException.Misconfigured e =
          assertThrows(AuthException.Misconfigured.class, DeviceLoginTests.this::login);
      assertEquals(ErrorCode.OAUTH_NOT_CONFIGURED, e.code());
    }

    @Test
    void login_notForThisClient_isNotConfigured() {
      idp.answering("/device", request -> error("unauthorized_client"));
      assertThrows(AuthException.Misconfigured.class, DeviceLoginTests.this::login);
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "http://id.test/activate",
          "https://user@id.test/activate",
          "javascript:alert(1)",
          "file:///etc/passwd",
          "$(reboot)",
          "-flag",
        })
    void verificationUri_unsafe_isRefusedBeforeAnybodySeesIt(String address) {
      device(
          "{'device_code':'d','user_code':'W','verification_uri':'"
              + address
              + "','expires_in':600}");
      assertThrows(AuthException.Protocol.class, DeviceLoginTests.this::login);
      assertEquals(List.of(), person.shown());
      assertEquals(0, idp.tokenRequests());
    }

    @Test
    void userCode_withEscapes_isCleanOnTheScreen() {
      device(
          "{'device_code':'d','user_code':'W\\u001b[2JX','verification_uri':'https://a.test/d',"
              + "'expires_in':600}");
      polls(error("access_denied"));
      assertThrows(AuthException.Denied.class, DeviceLoginTests.this::login);
      assertFalse(String.join("", person.shown()).contains("\u001b"));
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "{}",
          "[]",
          "{'device_code':'d','user_code':'W'}",
          "{'user_code':'W','verification_uri':'https://a.test'}",
          "{'device_code':'d','verification_uri':'https://a.test'}",
          "{'device_code':{},'user_code':'W','verification_uri':'https://a.test'}",
        })
    void answer_incomplete_isAProtocolError(String json) {
      device(json);
      assertThrows(AuthException.Protocol.class, DeviceLoginTests.this::login);
    }

    @Test
    void verificationUrl_ofTheOldDrafts_isUnderstood() {
      device(
          "{'device_code':'d','user_code':'W','verification_url':'https://a.test/old',"
              + "'expires_in':600}");
      polls(error("access_denied"));
      assertThrows(AuthException.Denied.class, DeviceLoginTests.this::login);
      assertTrue(String.join("\n", person.shown()).contains("https://a.test/old"));
    }
  }
}
