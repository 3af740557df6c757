package dev.keyfob.auth.api.spi.support;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTextTests {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "null",
        "[]",
        "\"text\"",
        "{",
        "{}{}",
        "{} x",
        "{\"a\":1,\"a\":2}",
        "{\"a\":{\"b\":1,\"b\":2}}",
        "{'a':1}",
        "{\"a\":01}",
        "{\"a\":NaN}",
        "<html></html>"
      })
  void parseObject_anythingButOneStrictObject_isRejected(String text) {
    assertThrows(JsonException.class, () -> JsonText.parseObject(text));
    assertThrows(
        JsonException.class, () -> JsonText.parseObject(text.getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void parseObject_invalidUtf8_isRejected() {
    byte[] overlong = {'{', '"', 'a', '"', ':', '"', (byte) 0xC0, (byte) 0xAF, '"', '}'};
    assertThrows(JsonException.class, () -> JsonText.parseObject(overlong));
  }

  @Test
  void parseObject_tooDeep_isRejectedWithoutStackOverflow() {
    assertThrows(JsonException.class, () -> JsonText.parseObject(nested(100)));
    assertThrows(JsonException.class, () -> JsonText.parseObject(nested(500_000)));
    JsonText.parseObject(nested(30));
  }

  @Test
  void parseObject_everyPrefixOfADocument_isRejected() {
    String text = "{\"oauth\":{\"access_token\":\"a\\u0041\",\"n\":[1.5e3,true,null]}}";
    for (int end = 0; end < text.length(); end++) {
      String cut = text.substring(0, end);
      assertThrows(JsonException.class, () -> JsonText.parseObject(cut), cut);
    }
  }

  @Test
  void pretty_parsedAgain_isTheSameValue() {
    JsonObject value = JsonText.parseObject("{\"b\":[1,{\"a\":\"é\\n\"}],\"a\":{}}");
    String pretty = JsonText.pretty(value);
    assertEquals(value, JsonText.parseObject(pretty));
    assertEquals("{\"b\":[1,{\"a\":\"é\\n\"}],\"a\":{}}", JsonText.compact(value));
    assertFalse(pretty.startsWith("\n"));
    assertEquals('\n', pretty.charAt(pretty.length() - 1));
  }

  private static String nested(int depth) {
    return "{\"a\":" + "[".repeat(depth) + "]".repeat(depth) + "}";
  }
}
