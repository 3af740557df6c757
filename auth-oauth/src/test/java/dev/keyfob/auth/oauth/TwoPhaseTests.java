package dev.keyfob.auth.oauth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.LoginRequest;
import dev.keyfob.auth.api.StartedLogin;
import dev.keyfob.auth.api.spi.LoginOutcome;
import dev.keyfob.auth.api.spi.LoginProgress;
import dev.keyfob.auth.api.spi.support.JsonText;
import dev.keyfob.auth.oauth.login.OAuthMethod;
import dev.keyfob.auth.testkit.FakeIdentityProvider;
import dev.keyfob.auth.testkit.FakeInteraction;
import dev.keyfob.auth.testkit.HttpStub.Reply;
import dev.keyfob.auth.testkit.TestProfiles;
import jakarta.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class TwoPhaseTests {
  private final OAuthFixture fixture = new OAuthFixture();
  private final FakeIdentityProvider idp = fixture.idp;
  private final FakeTime time = new FakeTime();
  private final TwoPhase twoPhase = new TwoPhase(fixture.context(), time);

  @AfterEach
  void close() {
    fixture.close();
  }

  private StartedLogin start(String method) {
    return twoPhase.start(fixture.request(method)).orElseThrow();
  }

  private StartedLogin start() {
    return twoPhase.start(LoginRequest.of(OAuthFixture.KEY)).orElseThrow();
  }

  private LoginProgress finish(JsonObject state, Duration patience) {
    return twoPhase.finish(JsonText.parseObject(state.toString()), Optional.empty(), patience);
  }

  private LoginProgress paste(StartedLogin started, String address) {
    return twoPhase.finish(started.state(), Optional.of(address), Duration.ZERO);
  }

  private void assertWorks(LoginProgress progress) {
    LoginOutcome outcome = assertInstanceOf(LoginProgress.Done.class, progress).outcome();
    assertTrue(idp.accepts(outcome.credential().secret().reveal()));
    assertEquals(FakeIdentityProvider.EMAIL, outcome.user().orElseThrow().getString("email"));
  }

  @Nested
  class ByDevice {
    @Test
    void start_deviceOffered_isByDevice() {
      StartedLogin started = start();
      assertEquals(OAuthMethod.DEVICE.id(), started.method());
      assertEquals(idp.uri("/activate"), started.verificationUri());
      assertTrue(started.userCode().orElseThrow().startsWith("WDJB-"));
      assertEquals(Optional.of(Duration.ofSeconds(5)), started.interval());
      assertEquals(fixture.clock.instant().plusSeconds(600), started.expiresAt());
    }

    @Test
    void finish_confirmed_isDone() {
      StartedLogin started = start();
      idp.approveDevice(started.userCode().orElseThrow());
      fixture.clock.advance(Duration.ofSeconds(20));
      assertWorks(finish(started.state(), Duration.ZERO));
      assertEquals(List.of(0L), time.seconds());
    }

    @Test
    void finish_tooSoon_waitsBeforeAsking() {
      StartedLogin started = start();
      idp.approveDevice(started.userCode().orElseThrow());
      assertWorks(finish(started.state(), Duration.ofSeconds(30)));
      assertEquals(List.of(5L), time.seconds());
    }

    @Test
    void finish_noPatience_neitherWaitsNorAsks() {
      assertInstanceOf(LoginProgress.Pending.class, finish(start().state(), Duration.ZERO));
      assertEquals(0, idp.tokenRequests());
    }

    @Test
    void finish_lessPatienceThanTheInterval_waitsAndAsksOnce() {
      StartedLogin started = start();
      assertInstanceOf(LoginProgress.Pending.class, finish(started.state(), Duration.ofSeconds(2)));
      assertEquals(1, idp.tokenRequests());
      assertEquals(List.of(5L), time.seconds());
    }

    @Test
    void finish_slowedDown_keepsToItTheNextTime() {
      StartedLogin started = start();
      idp.answering("/token", request -> Reply.json(400, "{\"error\":\"slow_down\"}"));
      LoginProgress.Pending pending =
          assertInstanceOf(
              LoginProgress.Pending.class, finish(started.state(), Duration.ofSeconds(7)));
      idp.answering("/token", request -> null);
      idp.approveDevice(started.userCode().orElseThrow());
      assertWorks(finish(pending.state(), Duration.ofSeconds(30)));
      assertEquals(List.of(5L, 10L), time.seconds());
    }

    @Test
    void finish_declined_isDenied() {
      StartedLogin started = start();
      idp.denyDevice(started.userCode().orElseThrow());
      assertThrows(
          AuthException.Denied.class, () -> finish(started.state(), Duration.ofSeconds(30)));
    }
  }

  @Nested
  class ByAddress {
    @Test
    void start_deviceNotOfferedToThisClient_isByAddress() {
      idp.answering("/device", request -> Reply.json(400, "{\"error\":\"unauthorized_client\"}"));
      StartedLogin started = start();
      assertEquals(OAuthMethod.PASTE.id(), started.method());
      assertEquals(Optional.empty(), started.userCode());
      assertEquals(Optional.empty(), started.interval());
    }

    @Test
    void finish_addressPasted_isDone() {
      StartedLogin started = start(OAuthMethod.PASTE.id());
      assertWorks(paste(started, idp.consent(started.verificationUri()).toString()));
    }

    @Test
    void finish_addressPiped_isDone() {
      StartedLogin started = start(OAuthMethod.PASTE.id());
      String address = idp.consent(started.verificationUri()).toString();
      assertWorks(finishWith(FakeInteraction.script().pipe(address), started));
    }

    @Test
    void finish_personAtATerminal_isAskedForTheAddressAndMayCorrectIt() {
      StartedLogin started = start(OAuthMethod.PASTE.id());
      String address = idp.consent(started.verificationUri()).toString();
      FakeInteraction person =
          FakeInteraction.person().answerLine("http://elsewhere/").answerLine(address);
      assertWorks(finishWith(person, started));
    }

    private LoginProgress finishWith(FakeInteraction interaction, StartedLogin started) {
      return new TwoPhase(fixture.context(fixture.profile(), interaction), time)
          .finish(started.state(), Optional.empty(), Duration.ZERO);
    }

    @Test
    void finish_addressDoesNotComeInTime_staysPending() {
      StartedLogin started = start(OAuthMethod.PASTE.id());
      FakeInteraction silent = FakeInteraction.script().neverPiping();
      assertInstanceOf(LoginProgress.Pending.class, finishWith(silent, started));
    }

    @Test
    void finish_nothingPasted_saysWhatIsMissing() {
      AuthException.Misconfigured e =
          assertThrows(
              AuthException.Misconfigured.class,
              () -> finish(start(OAuthMethod.PASTE.id()).state(), Duration.ofSeconds(30)));
      assertTrue(e.getMessage().contains("standard input"), e.getMessage());
    }

    @Test
    void finish_forgedState_noTokenRequest() {
      StartedLogin started = start(OAuthMethod.PASTE.id());
      String forged =
          idp.consent(started.verificationUri())
              .toString()
              .replaceFirst("state=[^&]*", "state=forged");
      assertThrows(AuthException.Misconfigured.class, () -> paste(started, forged));
      assertEquals(0, idp.tokenRequests());
    }

    @Test
    void finish_addressTwice_isDenied() {
      StartedLogin started = start(OAuthMethod.PASTE.id());
      String address = idp.consent(started.verificationUri()).toString();
      paste(started, address);
      assertThrows(AuthException.Denied.class, () -> paste(started, address));
    }

    @Test
    void start_request_showsNoSecretButTheAddress() {
      StartedLogin started = start(OAuthMethod.PASTE.id());
      String verifier = started.state().getString("code_verifier");
      assertFalse(started.verificationUri().toString().contains(verifier));
      assertFalse(started.toString().contains(verifier));
    }
  }

  @Test
  void start_methodOfAnotherProvider_isNone() {
    assertEquals(Optional.empty(), twoPhase.start(fixture.request("api-key")));
  }

  @Test
  void finish_profileNamesAnotherClientMeanwhile_isRefused() {
    StartedLogin started = start(OAuthMethod.PASTE.id());
    TwoPhase other =
        new TwoPhase(
            fixture.context(
                TestProfiles.acme(
                    "{'oauth':{'issuer':'%s','clientId':'another'}}".formatted(idp.issuer()))),
            time);
    assertThrows(
        AuthException.Protocol.class,
        () -> other.finish(started.state(), Optional.of("x"), Duration.ZERO));
  }

  @Test
  void finish_damagedState_isCorrupt() {
    assertThrows(
        AuthException.StoreCorrupt.class, () -> finish(JsonText.parseObject("{}"), Duration.ZERO));
  }
}
