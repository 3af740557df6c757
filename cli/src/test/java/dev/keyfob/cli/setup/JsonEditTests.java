package dev.keyfob.cli.setup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.spi.support.JsonText;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonEditTests {
  private static final List<String> PATH = List.of("mcpServers");

  private static String added(String text) {
    return new JsonEdit(text).add(PATH, "files", "{\"command\": \"keyfob\"}").apply(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{}",
        "{\n}\n",
        "{\"a\": 1}",
        "{\"mcpServers\": {}}",
        "{\"mcpServers\":{\"other\":{\"a\":[1,{\"b\":\"}\"}]}},\"z\":null}",
        "{\n  \"mcpServers\": {\n    \"other\": {}\n  },\n  \"n\": -1.5e3\n}\n"
      })
  void add_json_isJsonWithTheMember(String text) {
    String changed = added(text);

    assertTrue(
        JsonText.parseObject(changed).getJsonObject("mcpServers").containsKey("files"), changed);
    assertTrue(new JsonEdit(changed).value(PATH, "files").isPresent());
    assertFalse(new JsonEdit(changed).value(PATH, "file").isPresent());
  }

  @Test
  void add_commentsAndTrailingCommas_stay() {
    String text =
        "// one\n{ /* { */\n  \"mcpServers\": { // \"files\": {\n    \"x\": 1,\n  },\n}\n";

    String changed = added(text);

    assertTrue(changed.startsWith("// one\n{ /* { */\n"), changed);
    assertTrue(changed.endsWith("\n    \"x\": 1,\n  },\n}\n"), changed);
    assertTrue(new JsonEdit(changed).value(PATH, "files").isPresent(), changed);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"mcpServers\": {\"a\": 1, \"files\": {\"x\": []}, \"b\": 2}}",
        "{\"mcpServers\": {\n    \"files\": {},\n    \"b\": 2\n  }}",
        "{\"mcpServers\": {\n    \"b\": 2,\n    \"files\": {}\n  }}",
        "{\"mcpServers\": {\"files\": {}}}"
      })
  void remove_rewrittenSettings_takesTheMemberAlone(String text) {
    String without = new JsonEdit(text).remove(PATH, "files");

    assertFalse(JsonText.parseObject(without).getJsonObject("mcpServers").containsKey("files"));
    assertEquals(
        JsonText.parseObject(text).getJsonObject("mcpServers").size() - 1,
        JsonText.parseObject(without).getJsonObject("mcpServers").size());
  }

  @ParameterizedTest
  @ValueSource(strings = {"[]", "{\"mcpServers\": [1]}", "{\"mcpServers\"", "{\"a\" 1}", "{/*"})
  void add_noJson_isRefused(String text) {
    assertThrows(AuthException.Misconfigured.class, () -> added(text));
  }
}
