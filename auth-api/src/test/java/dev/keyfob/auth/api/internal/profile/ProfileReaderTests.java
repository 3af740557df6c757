package dev.keyfob.auth.api.internal.profile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.ErrorCode;
import dev.keyfob.auth.api.OAuthSettings;
import dev.keyfob.auth.api.ServiceProfile;
import dev.keyfob.auth.api.StaticKeySettings;
import dev.keyfob.auth.testkit.TestProfiles;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProfileReaderTests {
  @Test
  void read_emptyProfile_hasTheDefaults() {
    ServiceProfile profile = TestProfiles.acme("{}");
    assertEquals("acme", profile.displayName());
    assertEquals(Optional.empty(), profile.apiBaseUri());
    assertEquals(Optional.empty(), profile.oauth());
    assertEquals("email", profile.identityFields().getFirst());
    assertEquals("ServiceProfile[acme]", profile.toString());
  }

  @Test
  void read_everyField_isTaken() {
    ServiceProfile profile =
        TestProfiles.acme(
            """
            {'displayName':'Acme','apiBaseUri':'https://api.acme.example','identityPath':'/me',
             'identityFields':['login'],'precedence':['oauth','environment'],
             'environment':{'apiKey':['A','B'],'token':'C'},
             'apiKey':{'header':'x-api-key','minLength':20,'verifyPath':'/check'},
             'pat':{'prefix':'pat_','scheme':'Token'},
             'credentialFile':'~/.acme/credentials',
             'oauth':{'issuer':'https://idp.example','clientId':'cli','scopes':['openid'],
               'redirectPorts':[8400,8401],'callbackTimeout':30,'defaultExpiresIn':86400,
               'logoutPath':'/logout','extraParameters':{'audience':'api'}}}
            """);
    assertEquals("Acme", profile.displayName());
    assertEquals(List.of("login"), profile.identityFields());
    assertEquals(List.of("oauth", "environment"), profile.precedence());
    assertEquals(Map.of("apiKey", List.of("A", "B"), "token", List.of("C")), profile.environment());
    assertEquals(
        StaticKeySettings.builder()
            .header("x-api-key")
            .scheme(Optional.empty())
            .minLength(20)
            .verifyPath(Optional.of("/check"))
            .build(),
        profile.apiKey().orElseThrow());
    assertEquals(Optional.of("Token"), profile.pat().orElseThrow().scheme());
    OAuthSettings oauth = profile.oauth().orElseThrow();
    assertEquals(Optional.of(URI.create("https://idp.example")), oauth.issuer());
    assertEquals(List.of(8400, 8401), oauth.redirectPorts());
    assertEquals(Duration.ofSeconds(30), oauth.callbackTimeout());
    assertEquals(Optional.of(Duration.ofDays(1)), oauth.defaultExpiresIn());
    assertEquals(Map.of("audience", "api"), oauth.extraParameters());
    assertEquals("127.0.0.1", oauth.redirectHost());
  }

  @Test
  void read_endpointThatIsAPath_isBelowTheEndpointsBase() {
    OAuthSettings oauth =
        oauth(
            """
            {'endpointBaseUri':'https://id.acme.example/','tokenEndpoint':'/oauth/token',
             'revocationEndpoint':'https://other.example/revoke'}
            """);
    assertEquals(
        Optional.of(URI.create("https://id.acme.example/oauth/token")), oauth.tokenEndpoint());
    assertEquals(
        Optional.of(URI.create("https://other.example/revoke")), oauth.revocationEndpoint());
  }

  @Test
  void read_scopesInOneText_areSeveral() {
    assertEquals(List.of("openid", "email"), oauth("{'scopes':' openid  email '}").scopes());
    assertEquals(List.of("openid"), oauth("{'scopes':'openid'}").scopes());
  }

  @Test
  void read_replacedSessions_areEndedOnlyWhereWanted() {
    assertFalse(oauth("{}").revokeReplaced());
    assertTrue(oauth("{'revokeReplaced':true}").revokeReplaced());
  }

  private static OAuthSettings oauth(String json) {
    return TestProfiles.acme("{'oauth':" + json + "}").oauth().orElseThrow();
  }

  @Test
  void read_unknownKeys_surviveInTheDocument() {
    assertEquals(
        1,
        TestProfiles.acme("{'sso':{'deep':{'kept':1}}}")
            .document()
            .getJsonObject("sso")
            .getJsonObject("deep")
            .getInt("kept"));
  }

  @Test
  void read_authorizationHeader_hasTheBearerScheme() {
    assertEquals(
        StaticKeySettings.BEARER, TestProfiles.acme("{'apiKey':{}}").apiKey().orElseThrow());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'apiBaseUri':'api.acme.example'}|apiBaseUri is not an absolute URL",
        "{'oauth':{'scopes':[1]}}|oauth.scopes is not a list of texts",
        "{'oauth':{'redirectPorts':[0]}}|oauth.redirectPorts is not a list of ports",
        "{'oauth':{'redirectPorts':[65536]}}|oauth.redirectPorts is not a list of ports",
        "{'oauth':{'callbackTimeout':-1}}|oauth.callbackTimeout is not a number of seconds above"
            + " zero",
        "{'oauth':[]}|oauth is not an object",
        "{'oauth':{'tokenEndpoint':'/t'}}|oauth.tokenEndpoint is not an absolute URL, and there is"
            + " no endpointBaseUri for a path",
        "{'oauth':{'endpointBaseUri':'https://a.b','tokenEndpoint':'/t t'}}|oauth.tokenEndpoint is"
            + " not an address",
        "{'oauth':{'endpointBaseUri':'a.b'}}|oauth.endpointBaseUri is not an absolute URL",
        "{'oauth':{'extraParameters':{'response_mode':'form_post'}}}|oauth.extraParameters.response_mode"
            + " is not query, the only mode that can work",
        "{'oauth':{'revokeReplaced':1}}|oauth.revokeReplaced is not true or false",
        "{'allowHttp':'yes'}|allowHttp is not true or false",
        "{'apiKey':{'header':'x key'}}|apiKey.header is not the name of a header that can be set",
        "{'apiKey':{'header':'a\\r"
            + "\\n"
            + "b'}}|apiKey.header is not the name of a header that can be set",
        "{'apiKey':{'header':'Host'}}|apiKey.header is not the name of a header that can be set",
        "{'pat':{'scheme':'two words'}}|pat.scheme is not one word",
        "{'environment':{'apiKey':{}}}|environment.apiKey is not a list of texts"
      })
  void read_wrongField_isNamed(String json, String problem) {
    var failure = assertThrows(AuthException.Misconfigured.class, () -> TestProfiles.acme(json));
    assertEquals(ErrorCode.USAGE, failure.code());
    assertEquals("The profile acme is malformed: " + problem + ".", failure.getMessage());
  }

  @ParameterizedTest
  @ValueSource(strings = {"https://api.acme.example", "http://localhost:8080", "http://127.0.0.1/"})
  void read_secureApi_isAccepted(String uri) {
    assertTrue(TestProfiles.acme("{'apiBaseUri':'" + uri + "'}").apiBaseUri().isPresent());
  }

  @Test
  void read_plainHttp_needsToBeAllowed() {
    String plain = "{'apiBaseUri':'http://api.acme.example'";
    assertThrows(AuthException.Misconfigured.class, () -> TestProfiles.acme(plain + "}"));
    assertTrue(TestProfiles.acme(plain + ",'allowHttp':true}").allowHttp());
    assertFalse(TestProfiles.acme("{}").allowHttp());
  }
}
