package dev.keyfob.it.reliability;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.keyfob.auth.api.AccountKey;
import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.ErrorCode;
import dev.keyfob.auth.api.Keyfob;
import dev.keyfob.it.process.Result;
import dev.keyfob.it.process.Running;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Answers that end too early, never end, or are larger than any answer should be. */
class BrokenAnswersIT {
  @TempDir Path directory;

  private StrictIdentityProvider provider;
  private Home home;
  private Tokens first;
  private String before;

  @BeforeEach
  void logIn() {
    provider = StrictIdentityProvider.start();
    home = Home.of(directory.resolve("keyfob"), provider);
    first = provider.grants().issue();
    home.store(first);
    before = Home.text(home.document());
  }

  @AfterEach
  void close() {
    provider.close();
  }

  @Test
  void renewal_answerThatEndsAtAnyByte_isAProtocolErrorAndChangesNothing() {
    byte[] whole = first.json();
    try (Keyfob keyfob = Library.in(home, Library.SYSTEM_CLOCK)) {
      for (int length = 0; length < whole.length; length++) {
        provider.answering(HostileAnswers.body(200, Arrays.copyOf(whole, length)));
        var failure =
            assertThrows(
                AuthException.Protocol.class, () -> keyfob.token(Home.PROFILE), "at " + length);
        assertEquals(ErrorCode.PROTOCOL_ERROR, failure.code());
      }
    }
    assertEquals(whole.length, provider.tokenRequests(), "nothing is gained by asking again");
    assertUnchangedAndAlive();
  }

  /** Each byte has an account of its own, so that the pauses between attempts pass at once. */
  @Test
  void renewal_connectionThatBreaksAtAnyByte_isRetriedThenTransientAndChangesNothing()
      throws Exception {
    byte[] whole = first.json();
    provider.answering(
        (exchange, rotation) ->
            HostileAnswers.brokenOffAfter(Integer.parseInt(rotation.refreshToken()), whole)
                .send(exchange, rotation));
    List<Future<AuthException>> failures = new ArrayList<>();
    try (Keyfob keyfob = Library.in(home, Library.SYSTEM_CLOCK);
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int length = 0; length < whole.length; length++) {
        String account = "byte" + length;
        home.store(account, new Tokens("access", "" + length), Home.LONG_AGO);
        failures.add(
            threads.submit(
                () ->
                    assertThrows(
                        AuthException.class,
                        () -> keyfob.token(new AccountKey(Home.PROFILE, account), Duration.ZERO))));
      }
      for (Future<AuthException> failure : failures) {
        assertEquals(ErrorCode.IDP_UNAVAILABLE, failure.get().code(), failure.get()::getMessage);
        assertInstanceOf(AuthException.Transient.class, failure.get());
      }
    }
    assertEquals(3 * whole.length, provider.tokenRequests());
    for (int length = 0; length < whole.length; length++) {
      String document = Home.text(home.document("byte" + length));
      assertTrue(document.contains("\"refresh_token\":\"" + length + "\""), document);
      assertTrue(document.contains("2020-01-01"), document);
    }
  }

  @Test
  void token_connectionBreaksOnce_succeedsAtTheSecondAttempt() {
    provider.answering(
        TokenAnswer.inTurn(HostileAnswers.brokenOffAfter(20, first.json()), TokenAnswer.honest()));

    Result result = token();

    assertEquals(0, result.exitCode(), result::toString);
    assertEquals(2, provider.tokenRequests());
    assertEquals(provider.grants().latest(first).orElseThrow(), home.tokens());
  }

  /** The other half of the window: what the server has spent and could not deliver. */
  @Test
  void token_rotatedAndTheAnswerLost_asksForALoginAndKeepsTheDocument() {
    provider.answering(
        TokenAnswer.inTurn(HostileAnswers.rotatedAndBrokenOffAfter(20), TokenAnswer.honest()));

    Result result = token();

    assertEquals(3, result.exitCode(), result::toString);
    assertTrue(result.stderr().contains("\"session_expired\""), result::toString);
    assertEquals(first, home.tokens());
    assertEquals(3, token().exitCode());
    assertEquals(2, provider.tokenRequests(), "a session marked as dead is not tried again");
  }

  @Test
  void token_hundredMegabytes_isRefusedEarly() {
    provider.answering(HostileAnswers.hundredMegabytes());
    assertRefused(token(), 1, "protocol_error", "larger than");
  }

  @Test
  void token_gzipBomb_isNotUnpacked() {
    provider.answering(
        HostileAnswers.body(
            200, HostileAnswers.gzipBomb(first.json()), "Content-Encoding", "gzip"));
    assertRefused(token(), 1, "protocol_error", "not a JSON object");
  }

  @Test
  void token_deepJson_isRefused() {
    provider.answering(HostileAnswers.body(200, HostileAnswers.deepJson(100_000)));
    assertRefused(token(), 1, "protocol_error", "not a JSON object");
  }

  @Test
  void token_busyForAMoment_waitsAsLongAsItIsAsked() {
    provider.answering(
        TokenAnswer.inTurn(
            HostileAnswers.body(429, new byte[0], "Retry-After", "1"),
            HostileAnswers.body(503, new byte[0], "Retry-After", "0"),
            TokenAnswer.honest()));

    Result result = token();

    assertEquals(0, result.exitCode(), result::toString);
    assertEquals(3, provider.tokenRequests());
  }

  @Test
  void token_busyForAnHour_givesUpAtOnceAndKeepsTheSession() {
    provider.answering(HostileAnswers.body(503, new byte[0], "Retry-After", "3600"));
    assertRefused(token(), 1, "idp_unavailable", "HTTP 503");
  }

  @Test
  void token_busyUntilADateFarAhead_givesUpAtOnceAndKeepsTheSession() {
    provider.answering(
        HostileAnswers.body(429, new byte[0], "Retry-After", "Fri, 31 Dec 2100 23:59:59 GMT"));
    assertRefused(token(), 1, "idp_unavailable", "HTTP 429");
  }

  @Test
  void token_slowLoris_endsAfterAMinuteAndKeepsTheSession() {
    provider.answering(HostileAnswers.dripping(Duration.ofMillis(200)));
    try (Running running =
        home.keyfob().within(Duration.ofMinutes(2)).start("token", Home.PROFILE)) {
      assertRefused(running.result(), 1, "idp_unavailable", "did not answer within 60 seconds");
    }
  }

  private Result token() {
    return home.keyfob().run("token", Home.PROFILE);
  }

  /** Refused after one request, whose answer has changed nothing. */
  private void assertRefused(Result result, int exitCode, String code, String message) {
    assertEquals(exitCode, result.exitCode(), result::toString);
    assertTrue(result.stderr().contains('"' + code + '"'), result::toString);
    assertTrue(result.stderr().contains(message), result::toString);
    assertEquals("", result.stdout());
    assertEquals(1, provider.tokenRequests());
    assertUnchangedAndAlive();
  }

  private void assertUnchangedAndAlive() {
    assertEquals(before, Home.text(home.document()));
    provider.answering(TokenAnswer.honest());
    int requests = provider.tokenRequests();
    Result result = token();
    assertEquals(0, result.exitCode(), result::toString);
    assertEquals(provider.grants().latest(first).orElseThrow(), home.tokens());
    assertEquals(requests + 1, provider.tokenRequests());
  }
}
