package dev.keyfob.store.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.CredentialDocument;
import dev.keyfob.auth.api.ErrorCode;
import dev.keyfob.auth.api.spi.support.JsonText;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DocumentCodecTests {
  private static final String JWT = "eyJhbGciOiJub25lIn0.eyJzdWIiOiIxIn0.c2ln";

  private final DocumentCodec codec = new DocumentCodec(true);

  @Test
  void encode_document_isIndentedJsonThatEndsWithALineFeed() {
    assertEquals(
        "{\n    \"api_key\": \"k-1\",\n    \"user\": {\n        \"email\": \"zoë@b.c\"\n    }\n}\n",
        new String(
            codec.encode(document("{\"api_key\":\"k-1\",\"user\":{\"email\":\"zoë@b.c\"}}")),
            StandardCharsets.UTF_8));
  }

  @Nested
  class Damage {
    @Test
    void decode_truncatedAtAnyByte_isMalformedAndNeverAKey() {
      byte[] whole =
          codec.encode(
              document(
                  "{\"oauth\":{\"access_token\":\"canary-1\",\"refresh_token\":\"zoë-2\"},\"n\":1}"));
      int end = new String(whole, StandardCharsets.ISO_8859_1).lastIndexOf('}');
      for (int length = 0; length <= end; length++) {
        byte[] part = Arrays.copyOf(whole, length);
        MalformedDocumentException e =
            assertThrows(MalformedDocumentException.class, () -> decode(part), "cut to " + length);
        assertFalse(e.phrase().contains("canary"), e.phrase());
      }
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "",
          " \n\t\r\n",
          "[]",
          "[\"12345678\"]",
          "\"12345678\"",
          "{\"a\":1,\"a\":2}",
          "{} {}",
          "{}x",
          "{'api_key':'k'}",
          "{\"api_key\":NaN}",
          "{\"api_key\":}",
          "short",
          "two words",
          "first-line-1\nsecond-line",
          "nul\u0000nul\u0000nul",
          "\u001b[31mcoloured",
          "schlüssel-123",
          "\ufeff{\"api_key\":\"k-12345678\"}"
        })
    void decode_noDocument_isMalformed(String text) {
      assertThrows(MalformedDocumentException.class, () -> decode(text));
    }

    @Test
    void decode_notUtf8_isMalformed() {
      byte[] latin = "{\"user\":\"zo\u00eb\"}".getBytes(StandardCharsets.ISO_8859_1);
      assertThrows(MalformedDocumentException.class, () -> decode(latin));
    }

    @Test
    void decode_nestedTooDeep_isMalformed() {
      assertThrows(MalformedDocumentException.class, () -> decode("{\"a\":".repeat(5000)));
    }

    @Test
    void decode_syntaxError_tellsWhereAndNotWhat() {
      MalformedDocumentException e =
          assertThrows(
              MalformedDocumentException.class,
              () -> decode("{\n  \"api_key\": \"secret-1\" oops\n}"));
      assertTrue(e.phrase().contains("line 2"), e.phrase());
      assertFalse(e.phrase().contains("oops") || e.phrase().contains("secret"), e.phrase());
    }
  }

  @Nested
  class Legacy {
    @ParameterizedTest
    @ValueSource(strings = {"sk_12345", "12345678", "sk_12345\n", "  sk_12345\r\n", "nullnull"})
    void decode_oneLineKey_isAnApiKey(String text) throws MalformedDocumentException {
      assertEquals("{\"api_key\":\"" + text.strip() + "\"}", decode(text));
    }

    @Test
    void decode_keyWithMarksOfJson_isKeptToTheLetter() throws MalformedDocumentException {
      assertEquals("{\"api_key\":\"a\\\"b\\\\c{}[]:,\"}", decode("a\"b\\c{}[]:,"));
    }

    @Test
    void decode_rawToken_isASessionOfWhichNothingElseIsKnown() throws MalformedDocumentException {
      assertEquals("{\"oauth\":\"" + JWT + "\"}", decode(JWT + "\n"));
    }

    @Test
    void decode_rawTokenWhereThereIsNoOAuth_isAnApiKey() throws MalformedDocumentException {
      assertEquals(
          "{\"api_key\":\"" + JWT + "\"}",
          JsonText.compact(new DocumentCodec(false).decode(bytes(JWT), "x").json()));
    }

    @Test
    void decode_oneLineKeyOfSevenCharacters_isMalformed() {
      assertThrows(MalformedDocumentException.class, () -> decode("sk_1234"));
    }
  }

  @Nested
  class Versions {
    @ParameterizedTest
    @ValueSource(strings = {"2", "1.1", "99999999999999999999", "1e400"})
    void decode_laterVersion_isRefusedButNotDamaged(String version) {
      AuthException.StoreUnavailable e =
          assertThrows(
              AuthException.StoreUnavailable.class,
              () -> decode("{\"version\":" + version + ",\"api_key\":\"k-12345678\"}"));
      assertEquals(ErrorCode.STORE_UNAVAILABLE, e.code());
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "0", "-3", "\"2.0\"", "null", "{}", "1e-400"})
    void decode_noLaterVersion_isKeptAsItIs(String version) throws MalformedDocumentException {
      String text = "{\"version\":" + version + ",\"api_key\":\"k-12345678\"}";
      assertTrue(decode(text).contains("k-12345678"));
    }
  }

  private String decode(String text) throws MalformedDocumentException {
    return decode(bytes(text));
  }

  private String decode(byte[] text) throws MalformedDocumentException {
    return JsonText.compact(codec.decode(text, "the file").json());
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static CredentialDocument document(String json) {
    return CredentialDocument.of(JsonText.parseObject(json));
  }
}
