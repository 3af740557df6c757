package dev.keyfob.cli.output;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EchoedKeysTests {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "sk-1234567890abcdef",
        "sk-first-000000000",
        "ghp_16C7e42F292c6912E7710c838347Ae178B4a",
        "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln",
        "AKIAIOSFODNN7EXAMPL33"
      })
  void hide_keyAmongTheArguments_isNotRepeated(String key) {
    assertEquals(
        "There is no profile named ….",
        EchoedKeys.hide("There is no profile named " + key + ".", List.of("login", key)));
    assertEquals(
        "Unknown option --key=….",
        EchoedKeys.hide("Unknown option --key=" + key + ".", List.of("--key=" + key)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "work",
        "my-service-2024",
        "https://api.example.com/v1",
        "ada@example.com",
        "/v3/users/me"
      })
  void hide_names_areRepeated(String name) {
    assertEquals("No " + name + ".", EchoedKeys.hide("No " + name + ".", List.of(name)));
  }

  @Test
  void hide_keyThatIsNoArgument_isNoBusinessOfThis() {
    assertEquals("sk-1234567890abcdef", EchoedKeys.hide("sk-1234567890abcdef", List.of("login")));
  }
}
