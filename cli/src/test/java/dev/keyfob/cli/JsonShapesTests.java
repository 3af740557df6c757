package dev.keyfob.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * Holds what the scripts say that keyfob prints to docs/keyfob.schema.json, and the documentation
 * to the same definitions.
 */
class JsonShapesTests {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path DOCS = Path.of("..", "docs");

  /** What other definitions are made of. */
  private static final Set<String> PARTS = Set.of("origin", "broken_account");

  /** Commands that print somebody else's JSON. */
  private static final Set<String> FOREIGN = Set.of("api", "credential", "profile show");

  /** Definitions by the beginning of the command that prints them, longer ones first. */
  private static final Map<String, String> COMMANDS = new LinkedHashMap<>();

  static {
    COMMANDS.put("account list", "account_list");
    COMMANDS.put("account use", "account_use");
    COMMANDS.put("docs", "docs");
    COMMANDS.put("doctor", "doctor");
    COMMANDS.put("login", "login");
    COMMANDS.put("logout", "logout");
    COMMANDS.put("profile list", "profile_list");
    COMMANDS.put("profile remove", "profile_removed");
    COMMANDS.put("profile", "profile_written");
    COMMANDS.put("refresh", "refresh");
    COMMANDS.put("status", "status");
    COMMANDS.put("store migrate", "store_migrate");
    COMMANDS.put("token", "token");
    COMMANDS.put("version", "version");
    COMMANDS.put("whoami", "whoami");
  }

  static JsonNode schema() throws IOException {
    return JSON.readTree(Files.readString(DOCS.resolve("keyfob.schema.json")));
  }

  static Set<ValidationMessage> problems(JsonNode schema, String name, JsonNode value) {
    JsonNode one =
        JSON.createObjectNode().put("$ref", "#/$defs/" + name).set("$defs", schema.get("$defs"));
    JsonSchema compiled =
        JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
            .getSchema(SchemaLocation.of("https://keyfob.example/" + name), one);
    return compiled.validate(value);
  }

  private static String definition(String command, JsonNode printed) {
    String words = command.replaceAll(" ?--?(json|no-input|quiet|v)\\b", "").strip();
    if (words.isEmpty() || (printed.has("accounts") && words.startsWith("status"))) {
      return "overview";
    }
    if (words.contains("--start")) {
      return "login_start";
    }
    if (words.contains("--decode")) {
      return "token_decode";
    }
    if (words.startsWith("logout") && words.contains("--all")) {
      return "logout_all";
    }
    return COMMANDS.entrySet().stream()
        .filter(entry -> words.startsWith(entry.getKey()))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElseThrow(() -> new AssertionError("no definition for " + command));
  }

  @Test
  void objects_ofTheScripts_areAsTheSchemaSays() throws IOException, URISyntaxException {
    JsonNode schema = schema();
    Set<String> seen = new TreeSet<>();
    for (Path script : ScriptTests.scripts()) {
      String command = "";
      for (String line : Files.readString(script).lines().toList()) {
        if (line.startsWith("$ keyfob")) {
          command = line.substring("$ keyfob".length()).strip();
        }
        String name = null;
        if (line.startsWith("! {")) {
          JsonNode said = JSON.readTree(line.substring(2));
          name = said.fieldNames().next();
        } else if (line.startsWith("| {") && isOurs(command)) {
          name = definition(command, JSON.readTree(line.substring(2)));
        }
        if (name != null) {
          seen.add(name);
          assertEquals(
              Set.of(), problems(schema, name, JSON.readTree(line.substring(2))), command + line);
        }
      }
    }
    Set<String> unseen = new TreeSet<>();
    schema.get("$defs").fieldNames().forEachRemaining(unseen::add);
    unseen.removeAll(seen);
    unseen.removeAll(PARTS);
    unseen.removeAll(JsonCommandsTests.SHAPES);
    assertEquals(Set.of(), unseen, "no script has one");
  }

  /** Those that a terminal gets are not on one line. */
  private static boolean isOurs(String command) {
    return (command.contains("--json") || command.contains("--start"))
        && FOREIGN.stream().noneMatch(command::startsWith);
  }

  @Test
  void definitions_ofTheSchema_areDocumented() throws IOException {
    String page = Files.readString(DOCS.resolve("json.md"));
    schema()
        .get("$defs")
        .fieldNames()
        .forEachRemaining(
            name -> {
              if (!PARTS.contains(name)) {
                assertTrue(
                    page.contains("`" + name + "`") || page.contains("\"" + name + "\""),
                    name + " is not in docs/json.md");
              }
            });
  }
}
