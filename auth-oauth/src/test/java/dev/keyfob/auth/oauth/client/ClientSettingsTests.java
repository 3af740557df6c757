package dev.keyfob.auth.oauth.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.ErrorCode;
import dev.keyfob.auth.api.ServiceProfile;
import dev.keyfob.auth.testkit.TestProfiles;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClientSettingsTests {
  private final Map<String, String> form = new LinkedHashMap<>(Map.of("client_id", "c:1"));

  private static ServiceProfile profile(String oauth) {
    return TestProfiles.acme("{'oauth':{" + oauth + "}}");
  }

  private Map<String, String> headers(String oauth, List<String> supported) {
    ServiceProfile profile = profile(oauth);
    return ClientSettings.of(profile)
        .authentication("c:1", () -> supported, profile)
        .authenticate(form);
  }

  @Test
  void noSecret_serverNotAsked_isPublic() {
    ServiceProfile profile = profile("'clientId':'c'");
    ClientAuthentication client =
        ClientSettings.of(profile)
            .authentication(
                "c",
                () -> {
                  throw new AssertionError("the metadata is not needed");
                },
                profile);
    assertEquals(Map.of(), client.authenticate(form));
    assertEquals(Map.of("client_id", "c:1"), form);
  }

  @ParameterizedTest
  @ValueSource(strings = {"post", "client_secret_post"})
  void post_secret_isPartOfTheForm(String name) {
    assertEquals(Map.of(), headers("'clientAuth':'" + name + "','clientSecret':'s 1'", List.of()));
    assertEquals(Map.of("client_id", "c:1", "client_secret", "s 1"), form);
  }

  @ParameterizedTest
  @ValueSource(strings = {"basic", "client_secret_basic"})
  void basic_colonBlankAndUmlaut_areFormEncodedFirst(String name) {
    String header =
        headers("'clientAuth':'" + name + "','clientSecret':'s ü:%'", List.of())
            .getOrDefault("Authorization", "");
    assertTrue(header.startsWith("Basic "), header);
    assertEquals(
        "c%3A1:s+%C3%BC%3A%25",
        new String(Base64.getDecoder().decode(header.substring(6)), StandardCharsets.UTF_8));
    assertEquals(Map.of(), form);
  }

  @Test
  void secretWithoutMethod_serverKnowsPostOnly_isPosted() {
    assertEquals(Map.of(), headers("'clientSecret':'s'", List.of("client_secret_post")));
    assertEquals("s", form.get("client_secret"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "client_secret_basic", "client_secret_post,client_secret_basic"})
  void secretWithoutMethod_otherwise_isBasic(String supported) {
    assertTrue(
        headers("'clientSecret':'s'", List.of(supported.split(",", -1)))
            .containsKey("Authorization"));
  }

  @Test
  void methodNone_secretThere_staysPublic() {
    assertEquals(Map.of(), headers("'clientAuth':'none','clientSecret':'s'", List.of()));
    assertFalse(form.containsKey("client_secret"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"'clientAuth':'post'", "'clientAuth':'magic','clientSecret':'s'"})
  void require_methodThatCannotWork_saysSo(String oauth) {
    ServiceProfile profile = profile(oauth);
    AuthException e =
        assertThrows(
            AuthException.Misconfigured.class, () -> ClientSettings.of(profile).require(profile));
    assertEquals(ErrorCode.OAUTH_NOT_CONFIGURED, e.code());
  }

  @Test
  void toString_secret_isNotShown() {
    assertFalse(
        ClientSettings.of(profile("'clientSecret':'s3cret'")).toString().contains("s3cret"));
  }
}
