package dev.keyfob.auth.oauth.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.keyfob.auth.api.spi.support.JsonText;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AnswerBodyTests {
  private static Optional<?> object(String body) {
    return AnswerBody.object(body.getBytes(StandardCharsets.UTF_8));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"access_token\":\"a b\"}",
        "\ufeff{\"access_token\":\"a b\"}",
        "{\"code\":0,\"data\":{\"access_token\":\"a b\"}}",
        "access_token=a%20b"
      })
  void object_inEveryWrapping_isFound(String body) {
    assertEquals(Optional.of(JsonText.parseObject("{\"access_token\":\"a b\"}")), object(body));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "<html>error=no</html>x", "a=b", "[]", "access_token=a&access_token=b"})
  void object_somethingElse_isNone(String body) {
    assertEquals(Optional.empty(), object(body));
  }

  @Test
  void object_dataBesideTokens_isLeftAlone() {
    String body = "{\"access_token\":\"a\",\"data\":{\"access_token\":\"other\"}}";
    assertEquals(Optional.of(JsonText.parseObject(body)), object(body));
  }
}
