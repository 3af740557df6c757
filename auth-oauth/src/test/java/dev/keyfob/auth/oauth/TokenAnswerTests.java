package dev.keyfob.auth.oauth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.ErrorCode;
import dev.keyfob.auth.api.ServiceProfile;
import dev.keyfob.auth.api.spi.support.JsonText;
import dev.keyfob.auth.oauth.token.TokenEndpoint;
import dev.keyfob.auth.oauth.token.TokenLifetime;
import dev.keyfob.auth.oauth.token.VerifiedTokens;
import dev.keyfob.auth.testkit.HttpStub.Reply;
import dev.keyfob.auth.testkit.JwtSigner;
import dev.keyfob.auth.testkit.TestProfiles;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Everything a token endpoint may answer, and what is made of it. */
class TokenAnswerTests {
  private final OAuthFixture fixture = new OAuthFixture();

  @AfterEach
  void close() {
    fixture.close();
  }

  private TokenEndpoint.Answer answer(Reply reply) {
    fixture.idp.answering("/token", request -> reply);
    return new TokenEndpoint(fixture.server(), fixture.context()).send(Map.of());
  }

  private VerifiedTokens tokens(String json) {
    return ((TokenEndpoint.Granted) answer(Reply.json(200, json.replace('\'', '"')))).tokens();
  }

  private AuthException.Protocol broken(Reply reply) {
    AuthException.Protocol e = assertThrows(AuthException.Protocol.class, () -> answer(reply));
    assertFalse(e.getMessage().contains("canary"), e.getMessage());
    return e;
  }

  private static Reply body(byte[] body) {
    return Reply.of(200, "application/json", body);
  }

  @Nested
  class Good {
    @ParameterizedTest
    @ValueSource(strings = {"Bearer", "bearer", "BEARER", "", "User Access Token", "bot"})
    void tokenType_whateverItIsCalled_isBearer(String type) {
      assertEquals(
          "a", tokens("{'access_token':'a','token_type':'" + type + "'}").accessToken().reveal());
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "null", "'never'"})
    void expiresIn_noTime_isUnknown(String written) {
      assertEquals(
          Optional.empty(),
          tokens("{'access_token':'a','expires_in':" + written + "}").expiresIn());
    }

    @ParameterizedTest
    @ValueSource(strings = {"['read','write']", "'read write'"})
    void scope_listOrText_isOneText(String written) {
      assertEquals(
          Optional.of("read write"),
          tokens("{'access_token':'a','scope':" + written + "}").scope());
    }

    @Test
    void ends_underOtherNames_areUnderstood() {
      assertEquals(
          Optional.of(Duration.ofHours(1)),
          tokens("{'access_token':'a','expires':3600}").expiresIn());
      assertEquals(
          Optional.of(Instant.ofEpochSecond(1_900_000_000)),
          tokens("{'access_token':'a','expires_at':'1900000000'}").expiresAt());
      assertEquals(
          Optional.of(Duration.ofMinutes(30)),
          tokens("{'access_token':'a','refresh_expires_in':1800}").refreshExpiresIn());
    }

    @ParameterizedTest
    @CsvSource({
      "3600, 3600",
      "'\"3600\"', 3600",
      "'\" 3600 \"', 3600",
      "3600.9, 3600",
      "1, 30",
      "1e99, 315360000",
      "1e999999, 315360000",
      "999999999999999999999999, 315360000",
    })
    void expiresIn_numberOrText_isBounded(String written, long seconds) {
      assertEquals(
          Optional.of(Duration.ofSeconds(seconds)),
          tokens("{'access_token':'a','expires_in':" + written + "}").expiresIn());
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "'soon'", "''", "true", "[3600]", "{'s':3600}"})
    void expiresIn_noNumber_saysNothing(String written) {
      assertEquals(
          Optional.empty(),
          tokens("{'access_token':'a','expires_in':" + written + "}").expiresIn());
    }

    @Test
    void fields_unknownOnes_areIgnored() {
      VerifiedTokens tokens =
          tokens("{'access_token':'a','x':{'y':[{'z':null}]},'refresh_token':null,'scope':''}");
      assertEquals(Optional.empty(), tokens.refreshToken());
      assertEquals(Optional.empty(), tokens.scope());
    }

    @Test
    void toString_always_hidesTheTokens() {
      TokenEndpoint.Answer answer =
          answer(
              Reply.json(
                  200,
                  "{\"access_token\":\"canary-a\",\"refresh_token\":\"canary-r\","
                      + "\"id_token\":\"canary-i\"}"));
      assertFalse(answer.toString().contains("canary"), answer.toString());
    }
  }

  @Nested
  class Lifetime {
    private final Instant now = fixture.clock.instant();

    private Optional<Instant> end(String accessToken, String profile) {
      ServiceProfile service = TestProfiles.acme(profile);
      return TokenLifetime.end(
          tokens("{'access_token':'" + accessToken + "'}"), fixture.context(service));
    }

    private String jwt(String exp) {
      return new JwtSigner().sign(JsonText.parseObject("{\"exp\":" + exp + "}"));
    }

    @Test
    void end_answerSaysNothing_isTheTokensOwnWithLeeway() {
      assertEquals(
          Optional.of(now.plusSeconds(600 - 30)),
          end(jwt(Long.toString(now.plusSeconds(600).getEpochSecond())), "{'oauth':{}}"));
    }

    @Test
    void end_nothingSaysIt_isTheProfilesDefault() {
      assertEquals(
          Optional.of(now.plusSeconds(86_400)),
          end("opaque", "{'oauth':{'defaultExpiresIn':86400}}"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"soon\"", "null", "{}"})
    void end_tokenSaysNonsense_isUnknown(String exp) {
      assertEquals(Optional.empty(), end(jwt(exp), "{'oauth':{}}"));
    }

    @Test
    void end_tokenSaysTheImpossible_doesNotOverflow() {
      assertTrue(end(jwt("1e300"), "{'oauth':{}}").orElseThrow().isAfter(now));
    }
  }

  @Nested
  class Bad {
    @ParameterizedTest
    @ValueSource(
        strings = {
          "",
          "canary",
          "<html>canary</html>",
          "[]",
          "null",
          "{\"access_token\":\"canary",
          "{\"access_token\":\"canary\",\"access_token\":\"b\"}",
          "{\"access_token\":\"canary\"} {}",
          "{\"access_token\":\"canary\"}x",
          "{}",
          "{\"access_token\":null}",
          "{\"access_token\":\"\"}",
          "{\"access_token\":{\"canary\":1}}",
          "{\"access_token\":[\"canary\"]}",
          "{\"access_token\":\"canary a\"}",
          "{\"access_token\":\"canary\\r\\nX: y\"}",
          "{\"access_token\":\"canary\\u0000\"}",
          "{\"access_token\":\"canary\",\"refresh_token\":\"r\\nx\"}",
          "{\"access_token\":\"canary\\u00e9\"}",
        })
    void success_thatIsNone_isAProtocolError(String body) {
      broken(body(body.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void success_notUtf8_isAProtocolError() {
      broken(body("{\"access_token\":\"caf\u00e9\"}".getBytes(StandardCharsets.ISO_8859_1)));
    }

    @Test
    void success_withAnError_isAProtocolErrorThatNamesIt() {
      AuthException e =
          broken(Reply.json(200, "{\"error\":\"bad_thing\",\"access_token\":\"canary\"}"));
      assertTrue(e.getMessage().contains("bad_thing"), e.getMessage());
    }

    @Test
    void success_veryDeep_isAProtocolError() {
      String deep = "{\"access_token\":\"canary\",\"x\":" + "[".repeat(100_000);
      broken(body(deep.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void success_huge_isCutOff() {
      AuthException e = broken(body(new byte[3 << 20]));
      assertTrue(e.getMessage().contains("larger than"), e.getMessage());
    }

    @Test
    void success_compressed_isNotUnpacked() throws IOException {
      ByteArrayOutputStream packed = new ByteArrayOutputStream();
      try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
        gzip.write(new byte[10 << 20]);
      }
      broken(body(packed.toByteArray()).with("Content-Encoding", "gzip"));
    }

    @Test
    void answer_cutAtEveryByte_isNeverASuccess() {
      Reply whole = Reply.json(200, "{\"access_token\":\"canary\",\"expires_in\":60}");
      int head = 5;
      for (int bytes = head; bytes < 120; bytes += 7) {
        Reply cut = whole.cut(bytes);
        AuthException e = assertThrows(AuthException.class, () -> answer(cut), "at " + bytes);
        assertFalse(String.valueOf(e.getMessage()).contains("canary"), e.getMessage());
      }
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 307, 404, 405, 418})
    void status_unexpected_isAProtocolErrorThatNamesIt(int status) {
      AuthException e =
          broken(Reply.of(status, "text/html", "canary".getBytes(StandardCharsets.UTF_8)));
      assertTrue(e.getMessage().contains("HTTP " + status), e.getMessage());
    }
  }

  @Nested
  class ForNow {
    @ParameterizedTest
    @ValueSource(ints = {408, 429, 500, 502, 503, 504})
    void status_passing_isTransient(int status) {
      AuthException.Transient e =
          assertThrows(
              AuthException.Transient.class,
              () -> answer(Reply.empty(status).with("Retry-After", "7")));
      assertEquals(ErrorCode.IDP_UNAVAILABLE, e.code());
      assertEquals(Optional.of(Duration.ofSeconds(7)), e.retryAfter());
    }

    @Test
    void connection_broken_isTransient() {
      AuthException.Transient e =
          assertThrows(AuthException.Transient.class, () -> answer(Reply.empty(200).cut(0)));
      assertEquals(ErrorCode.NETWORK, e.code());
    }
  }
}
