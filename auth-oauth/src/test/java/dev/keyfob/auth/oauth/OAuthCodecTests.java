package dev.keyfob.auth.oauth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.Secret;
import dev.keyfob.auth.api.spi.support.JsonText;
import dev.keyfob.auth.oauth.session.OAuthCredential;
import jakarta.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

public class OAuthCodecTests {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  private static JsonObject json(String singleQuoted) {
    return JsonText.parseObject(singleQuoted.replace('\'', '"'));
  }

  public static OAuthCredential decode(String singleQuoted) {
    return OAuthCodec.decode(json(singleQuoted));
  }

  @Nested
  class Reading {
    @Test
    void decode_accessTokenAlone_isKnownToLastForUnknownTime() {
      OAuthCredential session = decode("{'access_token':'a'}");
      assertEquals(Secret.of("a"), session.secret());
      assertEquals(Optional.empty(), session.expiresAt());
      assertFalse(session.renewable());
    }

    @Test
    void decode_endNotWrittenDown_isTheTokensOwnLessALeeway() {
      OAuthCredential session = decode("{'access_token':'" + jwt("{'exp':1772366400}") + "'}");
      assertEquals(Optional.of(NOON.minusSeconds(30)), session.expiresAt());
    }

    @Test
    void decode_endWrittenDown_winsOverTheTokensOwn() {
      String end = "2026-03-01T10:00:00Z";
      OAuthCredential session =
          decode("{'access_token':'" + jwt("{'exp':1772366400}") + "','expires_at':'" + end + "'}");
      assertEquals(Optional.of(Instant.parse(end)), session.expiresAt());
    }

    private String jwt(String claims) {
      return "e30."
          + Base64.getUrlEncoder()
              .withoutPadding()
              .encodeToString(claims.replace('\'', '"').getBytes(StandardCharsets.UTF_8))
          + ".c2ln";
    }

    @Test
    void decode_rawToken_isPresentAndExpired() {
      OAuthCredential session = OAuthCodec.decode(JsonText.PROVIDER.createValue(" raw-token \n"));
      assertEquals(Secret.of("raw-token"), session.secret());
      assertEquals(Optional.of(Instant.EPOCH), session.expiresAt());
      assertFalse(session.renewable());
    }

    @ParameterizedTest
    @CsvSource({
      "'\"2026-03-01T12:00:00Z\"', 2026-03-01T12:00:00Z",
      "'\"2026-03-01T12:00:00.123456789Z\"', 2026-03-01T12:00:00.123456789Z",
      "'\"2026-03-01T14:00:00+02:00\"', 2026-03-01T12:00:00Z",
      "1772366400, 2026-03-01T12:00:00Z",
      "1772366400.25, 2026-03-01T12:00:00Z",
      "1772366400000, 2026-03-01T12:00:00Z",
      "-5, 1970-01-01T00:00:00Z",
      "1e300, +33658-09-27T01:46:40Z",
    })
    void decode_timesOfOtherTools_areUnderstood(String written, Instant meant) {
      JsonObject entry =
          JsonText.parseObject("{\"access_token\":\"a\",\"expires_at\":" + written + "}");
      assertEquals(Optional.of(meant), OAuthCodec.decode(entry).expiresAt());
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "{}",
          "{'access_token':''}",
          "{'access_token':7}",
          "{'access_token':'a b'}",
          "{'access_token':'a\\r\\nX: y'}",
          "{'access_token':'a','expires_at':'soon'}",
          "{'access_token':'a','refresh_token':{}}",
        })
    void decode_malformed_isCorrupt(String entry) {
      assertThrows(AuthException.StoreCorrupt.class, () -> decode(entry));
    }
  }

  @Nested
  class Writing {
    private final JsonObject previous =
        json(
            "{'access_token':'old','refresh_token':'old-r','dead_since':'2026-01-01T00:00:00Z',"
                + "'x':{'y':[1,null]}}");

    @Test
    void encode_unknownKeys_areKept() {
      JsonObject entry = OAuthCodec.encode(decode("{'access_token':'new'}"), previous);
      assertEquals(json("{'access_token':'new','x':{'y':[1,null]}}"), entry);
    }

    @Test
    void encode_freshSession_inheritsNeitherRefreshTokenNorDeath() {
      OAuthCredential read =
          OAuthCodec.decode(OAuthCodec.encode(decode("{'access_token':'new'}"), previous));
      assertEquals(Optional.empty(), read.refreshToken());
      assertEquals(Optional.empty(), read.deadSince());
    }

    @Test
    void encode_overARawToken_isTheObjectForm() {
      assertEquals(
          json("{'access_token':'new'}"),
          OAuthCodec.encode(
              decode("{'access_token':'new'}"), JsonText.PROVIDER.createValue("raw")));
    }

    @Test
    void encode_deadSession_isReadAsDead() {
      OAuthCredential dead = decode("{'access_token':'a','refresh_token':'r'}").markedDead(NOON);
      OAuthCredential read = OAuthCodec.decode(OAuthCodec.encode(dead, null));
      assertEquals(Optional.of(NOON), read.deadSince());
      assertFalse(read.renewable());
      assertEquals(Optional.of(Secret.of("r")), read.refreshToken());
    }
  }

  @Nested
  class Generations {
    @Test
    void sameGeneration_sameTokens_isTrueWhateverElseDiffers() {
      assertTrue(
          decode("{'access_token':'a','refresh_token':'r'}")
              .sameGeneration(decode("{'access_token':'a','refresh_token':'r','scope':'s'}")));
    }

    @Test
    void sameGeneration_otherRefreshToken_isFalse() {
      assertFalse(
          decode("{'access_token':'a','refresh_token':'r'}")
              .sameGeneration(decode("{'access_token':'a','refresh_token':'r2'}")));
    }
  }
}
