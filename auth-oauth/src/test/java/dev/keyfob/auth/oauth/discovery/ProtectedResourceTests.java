package dev.keyfob.auth.oauth.discovery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.oauth.OAuthFixture;
import dev.keyfob.auth.testkit.HttpStub;
import dev.keyfob.auth.testkit.HttpStub.Reply;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProtectedResourceTests {
  private static final String WELL_KNOWN = "/.well-known/oauth-protected-resource";

  private final OAuthFixture fixture = new OAuthFixture();
  private final Map<String, String> documents = new HashMap<>();
  private final HttpStub stub =
      HttpStub.start(
          request ->
              documents.containsKey(request.path())
                  ? Reply.json(200, documents.get(request.path()))
                  : Reply.empty(404));

  @AfterEach
  void close() {
    fixture.close();
    stub.close();
  }

  private JsonObject discover(String header) {
    return new ProtectedResource(fixture.context())
        .discover(stub.uri("/mcp"), Optional.of(header).filter(text -> !text.isEmpty()));
  }

  private String metadata(String resource) {
    return """
        {"resource":"%s","authorization_servers":["%s"],"scopes_supported":["read","write"]}"""
        .formatted(resource, fixture.idp.issuer());
  }

  private static List<String> scopes(JsonObject settings) {
    return settings.getJsonArray("scopes").getValuesAs(JsonString::getString);
  }

  @Test
  void discover_theAddressThatThe401Names_isTheOnlyOneAskedFor() {
    documents.put("/elsewhere", metadata(stub.uri("/mcp").toString()));
    documents.put(WELL_KNOWN + "/mcp", "{}");
    JsonObject settings =
        discover("Bearer resource_metadata=\"%s\"".formatted(stub.uri("/elsewhere")));
    assertEquals(fixture.idp.issuer(), settings.getString("issuer"));
    assertEquals(stub.uri("/mcp").toString(), settings.getString("resource"));
    assertEquals(List.of("read", "write"), scopes(settings));
    assertTrue(stub.requests(WELL_KNOWN + "/mcp").isEmpty());
  }

  @Test
  void discover_withoutAnAddress_asksBelowThePathBeforeTheRoot() {
    documents.put(WELL_KNOWN, metadata(stub.uri("").toString()));
    assertEquals(stub.uri("").toString(), discover("Bearer").getString("resource"));
    assertEquals(
        List.of(WELL_KNOWN + "/mcp", WELL_KNOWN),
        stub.requests().stream().map(HttpStub.Request::path).toList());
  }

  @Test
  void discover_scopesOfThe401_winOverThoseOfTheDocument() {
    documents.put(WELL_KNOWN + "/mcp", metadata(stub.uri("/mcp").toString()));
    assertEquals(List.of("admin"), scopes(discover("Bearer scope=\"admin\"")));
  }

  @Test
  void discover_documentOfAnotherResource_isRefused() {
    documents.put(WELL_KNOWN + "/mcp", metadata("https://victim.test/mcp"));
    AuthException refused = assertThrows(AuthException.Protocol.class, () -> discover(""));
    assertTrue(refused.getMessage().contains("https://victim.test/mcp"), refused.getMessage());
  }

  @ParameterizedTest
  @ValueSource(strings = {"{'resource':'%s'}", "{'authorization_servers':['https://id.test']}"})
  void discover_incompleteDocument_isRefused(String document) {
    documents.put(
        WELL_KNOWN + "/mcp", document.replace('\'', '"').formatted(stub.uri("/mcp").toString()));
    assertThrows(AuthException.Protocol.class, () -> discover(""));
  }

  @Test
  void discover_nothingThere_saysHowToNameTheAuthorizationServer() {
    AuthException refused = assertThrows(AuthException.Protocol.class, () -> discover("Bearer"));
    assertTrue(refused.hint().orElseThrow().contains("--issuer"));
  }

  @Test
  void discover_plainHttpElsewhere_isRefusedBeforeAnythingIsSent() {
    assertThrows(
        AuthException.Misconfigured.class,
        () ->
            new ProtectedResource(fixture.context())
                .discover(URI.create("http://mcp.test/"), Optional.empty()));
  }

  @ParameterizedTest
  @CsvSource({
    "https://a.test/mcp, https://a.test/mcp",
    "https://a.test/mcp/, https://a.test/mcp",
    "https://a.test, https://a.test/mcp",
    "https://a.test/, https://a.test/mcp/x",
    "HTTPS://A.test/mcp, https://a.test/mcp/x",
  })
  void covers_theAddressAndWhatIsAboveIt(String resource, String server) {
    assertTrue(ProtectedResource.covers(resource, URI.create(server)));
  }

  @ParameterizedTest
  @CsvSource({
    "https://a.test/mc, https://a.test/mcp",
    "https://a.test/mcp/x, https://a.test/mcp",
    "https://b.test/mcp, https://a.test/mcp",
    "http://a.test/mcp, https://a.test/mcp",
    "https://a.test:8443/mcp, https://a.test/mcp",
    "https://a.test@b.test/mcp, https://a.test/mcp",
    "https://a.test/mcp#x, https://a.test/mcp",
    "https://a.test/mcp?a=b, https://a.test/mcp",
    "/mcp, https://a.test/mcp",
    "not an address, https://a.test/mcp",
  })
  void covers_nothingElse(String resource, String server) {
    assertFalse(ProtectedResource.covers(resource, URI.create(server)));
  }
}
