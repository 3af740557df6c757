package dev.keyfob.auth.oauth.dialect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.keyfob.auth.api.Keyfob;
import dev.keyfob.auth.api.Profiles;
import dev.keyfob.auth.api.ServiceProfile;
import dev.keyfob.auth.api.spi.support.JsonText;
import jakarta.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The services that come with keyfob: each profile can be read, and each has its page. */
class ServiceProfilesTests {
  private static final Path PAGES = Path.of("..", "docs", "services");
  private static final Set<String> ELSEWHERE = Set.of("clerk", "heygen", "hyperframes", "pipecat");
  private static final Keyfob KEYFOB =
      Keyfob.builder().environment(Map.of("KEYFOB_HOME", "/nonexistent")).open();
  private static final Profiles PROFILES = KEYFOB.profiles();

  @AfterAll
  static void close() {
    KEYFOB.close();
  }

  static Set<String> names() {
    Set<String> names = new TreeSet<>(PROFILES.names());
    names.addAll(PROFILES.templates());
    return names;
  }

  @ParameterizedTest
  @MethodSource("names")
  void profile_builtInOrTemplate_isReadWithEveryKeyKnown(String name) {
    JsonObject document = PROFILES.template(name);
    assertEquals(List.of(), PROFILES.unknownKeys(document));
    ServiceProfile profile = PROFILES.parse(name, document);
    assertNotNull(ProviderDialect.of(profile));
    boolean needsClient = profile.oauth().isPresent() && profile.oauth().get().clientId().isEmpty();
    boolean isTemplate = PROFILES.templates().contains(name);
    assertTrue(
        !needsClient
            || isTemplate
            || ELSEWHERE.contains(name)
            || document.containsKey("clientRegistration"),
        "whoever needs a client is told where to register one");
  }

  @ParameterizedTest
  @MethodSource("names")
  void page_ofEveryService_isThereAndNamesItsProfile(String name) throws Exception {
    if (!ELSEWHERE.contains(name)) {
      assertTrue(Files.readString(PAGES.resolve(name + ".md")).contains("`" + name + "`"), name);
    }
  }

  @ParameterizedTest
  @MethodSource("templates")
  void template_withIssuerAndClient_isAProfile(String name) {
    JsonObject document =
        PROFILES.with(
            PROFILES.with(PROFILES.template(name), "oauth.issuer", "https://id.example/realms/a"),
            "oauth.clientId",
            "c");
    ServiceProfile profile = PROFILES.parse("work", document);
    assertEquals("c", profile.oauth().orElseThrow().clientId().orElseThrow());
  }

  static Set<String> templates() {
    return PROFILES.templates();
  }

  @Test
  void with_valuesAsTheyAreTyped_areOfTheRightKind() {
    JsonObject document = JsonText.parseObject("{}");
    document = PROFILES.with(document, "oauth.redirectPorts", "8401, 8402");
    document = PROFILES.with(document, "oauth.pkce", "false");
    document = PROFILES.with(document, "oauth.extraParameters.owner", "user");
    document = PROFILES.with(document, "environment.token", "A,B");
    assertEquals(
        JsonText.parseObject(
            """
            {"oauth":{"redirectPorts":[8401,8402],"pkce":false,"extraParameters":{"owner":"user"}},
             "environment":{"token":["A","B"]}}
            """),
        document);
  }
}
