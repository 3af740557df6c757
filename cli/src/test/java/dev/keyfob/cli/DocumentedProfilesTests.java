package dev.keyfob.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The profiles that the documentation shows can be imported as they stand there. */
class DocumentedProfilesTests {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern BLOCK = Pattern.compile("(?ms)^```json\\R(\\{.*?^?\\})\\s*^```");
  private static final Pattern OBJECT = Pattern.compile("(?ms)^  (\\{\\R.*?^  \\})");
  private static final Path ROOT = Path.of("..");

  static List<String> profiles() throws IOException {
    List<String> profiles = new ArrayList<>();
    try (Stream<Path> docs = Files.walk(ROOT.resolve("docs"), 2)) {
      for (Path page : docs.filter(file -> file.toString().endsWith(".md")).toList()) {
        add(profiles, BLOCK, Files.readString(page));
      }
    }
    add(profiles, BLOCK, Files.readString(ROOT.resolve("README.md")));
    add(
        profiles,
        OBJECT,
        Files.readString(
            Path.of("src/main/resources/dev/keyfob/cli/command/info/topic-profile.txt")));
    return profiles;
  }

  private static void add(List<String> profiles, Pattern pattern, String page) {
    pattern
        .matcher(page)
        .results()
        .map(block -> block.group(1))
        .filter(DocumentedProfilesTests::isProfile)
        .forEach(profiles::add);
  }

  private static boolean isProfile(String text) {
    return parsed(text)
        .filter(json -> json.has("apiBaseUri") || json.has("apiKey") || json.has("oauth"))
        .isPresent();
  }

  private static Optional<JsonNode> parsed(String text) {
    try {
      return Optional.of(JSON.readTree(text));
    } catch (JsonProcessingException e) {
      return Optional.empty(); // an excerpt
    }
  }

  @Test
  void documentation_showsSome() throws IOException {
    List<String> shown = profiles();
    assertTrue(shown.size() >= 5, shown::toString);
  }

  @ParameterizedTest
  @MethodSource("profiles")
  void profile_imported_isTakenWithoutAWarning(String profile, @TempDir Path home) {
    try (Stage stage = new Stage(home)) {
      stage.remove("profiles/acme.json").file("example.json", profile);
      JsonNode json = parsed(profile).orElseThrow();
      String title = json.path("displayName").asText("example").toLowerCase(Locale.ROOT);
      String name = json.path("name").asText(title);
      String command = "profile import example.json --name " + name;
      Stage.Outcome imported = stage.run(command);
      if (imported.err().contains("Review it")) { // such as one that sends a job's token
        assertTrue(imported.err().contains("keyfob " + command + " --force"), imported.err());
        imported = stage.run(command + " --force");
      }
      assertEquals(0, imported.code(), imported.err());
      assertFalse(imported.err().contains("warning"), imported.err());
      Stage.Outcome shown = stage.run("profile show " + name);
      assertEquals(0, shown.code(), shown::err);
    }
  }
}
