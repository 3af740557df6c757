package dev.keyfob.auth.oauth.dialect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.keyfob.auth.api.Keyfob;
import dev.keyfob.auth.api.Profiles;
import dev.keyfob.auth.api.ServiceProfile;
import dev.keyfob.auth.api.spi.support.JsonText;
import dev.keyfob.auth.oauth.OAuthFixture;
import dev.keyfob.auth.oauth.session.OAuthCredential;
import dev.keyfob.auth.testkit.FakeIdentityProvider;
import dev.keyfob.auth.testkit.HttpStub.Reply;
import dev.keyfob.auth.testkit.HttpStub.Request;
import jakarta.json.JsonObject;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A login with each profile that comes with keyfob, at a stand-in that wants what the service
 * wants: its way of telling who the client is, its body, its scopes, its place for the tokens.
 */
class ServiceLoginTests {
  private static final Keyfob KEYFOB =
      Keyfob.builder().environment(Map.of("KEYFOB_HOME", "/nonexistent")).open();
  private static final Profiles PROFILES = KEYFOB.profiles();
  private static final List<String> ENDPOINTS =
      List.of(
          "authorizationEndpoint",
          "tokenEndpoint",
          "refreshEndpoint",
          "revocationEndpoint",
          "userinfoEndpoint");
  private static final String SECRET = "s3cret of the client";

  @AfterAll
  static void close() {
    KEYFOB.close();
  }

  static List<String> services() {
    Set<String> names = new TreeSet<>(PROFILES.names());
    names.addAll(PROFILES.templates());
    names.remove("pipecat"); // a service that describes itself, which has a test of its own
    return names.stream().filter(name -> PROFILES.template(name).containsKey("oauth")).toList();
  }

  @ParameterizedTest
  @MethodSource("services")
  void login_atAStandInOfTheService_bringsASession(String name) {
    try (OAuthFixture fixture = new OAuthFixture()) {
      JsonObject document = atStandIn(PROFILES.template(name), fixture.idp);
      JsonObject oauth = document.getJsonObject("oauth");
      ServiceProfile profile = PROFILES.parse(name, document);
      Map<String, String> asked = new HashMap<>();
      if (!oauth.containsKey("issuer")) {
        fixture.idp.answering("/token", request -> tokens(request, oauth));
      }
      OAuthCredential session =
          (OAuthCredential)
              fixture
                  .provider
                  .login(
                      fixture.request("browser"),
                      fixture.context(
                          profile, fixture.person(address -> consent(fixture, address, asked))))
                  .credential();
      assertTrue(session.refreshToken().isPresent());
      assertEquals(
          String.join(
              oauth.getString("scopeSeparator", " "), profile.oauth().orElseThrow().scopes()),
          asked.getOrDefault("scope", ""));
      assertEquals(oauth.getBoolean("pkce", true), asked.containsKey("code_challenge"));
      profile
          .oauth()
          .orElseThrow()
          .extraParameters()
          .forEach((parameter, value) -> assertEquals(value, asked.get(parameter)));
      Request redeemed = fixture.idp.requests("/token").getFirst();
      requireClient(redeemed, oauth.getString("clientAuth", "post"));
      assertEquals(
          oauth.getString("tokenBody", "form").equals("json"),
          redeemed.headers().getOrDefault("content-type", "").contains("json"));
    }
  }

  private static URI consent(OAuthFixture fixture, URI address, Map<String, String> asked) {
    Request request = new Request("GET", address.getPath(), address.getRawQuery(), Map.of(), "");
    asked.putAll(request.parameters());
    return fixture.idp.consent(address);
  }

  /** The profile with the stand-in's addresses and client, and any free port to come back to. */
  private static JsonObject atStandIn(JsonObject template, FakeIdentityProvider idp) {
    JsonObject document = template;
    JsonObject oauth = template.getJsonObject("oauth");
    for (String own : List.of("redirectPorts", "issuerTemplate", "endpointBaseUri")) {
      document = PROFILES.with(document, "oauth." + own, "");
    }
    boolean discovered = !oauth.containsKey("tokenEndpoint");
    if (discovered) {
      document = PROFILES.with(document, "oauth.issuer", idp.issuer());
    }
    for (String endpoint : ENDPOINTS) {
      if (oauth.containsKey(endpoint)) {
        String path =
            switch (endpoint) {
              case "authorizationEndpoint" -> "/authorize";
              case "revocationEndpoint" -> "/revoke";
              case "userinfoEndpoint" -> "/userinfo";
              default -> "/token";
            };
        document = PROFILES.with(document, "oauth." + endpoint, idp.uri(path).toString());
      }
    }
    document = PROFILES.with(document, "oauth.clientId", FakeIdentityProvider.CLIENT_ID);
    return oauth.containsKey("clientAuth")
        ? PROFILES.with(document, "oauth.clientSecret", SECRET)
        : document;
  }

  /** What a service answers that is no identity provider: tokens, where the profile looks. */
  private static Reply tokens(Request request, JsonObject oauth) {
    assertFalse(request.body().isEmpty());
    JsonObject tokens =
        JsonText.parseObject(
            "{\"access_token\":\"a-1\",\"refresh_token\":\"r-1\",\"expires_in\":3600,"
                + "\"token_type\":\"bearer\",\"scope\":\"none\"}");
    String path = oauth.getString("tokenPath", "");
    return Reply.json(
        200,
        path.isEmpty()
            ? tokens.toString()
            : "{\"ok\":true,\"access_token\":\"bot\",\"" + path + "\":" + tokens + "}");
  }

  private static void requireClient(Request redeemed, String method) {
    boolean basic = redeemed.headers().getOrDefault("authorization", "").startsWith("Basic ");
    assertEquals(method.equals("basic"), basic);
    assertEquals(basic, !redeemed.body().contains("client_id"));
  }
}
