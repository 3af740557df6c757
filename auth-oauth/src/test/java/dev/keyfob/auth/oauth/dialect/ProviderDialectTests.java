package dev.keyfob.auth.oauth.dialect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.ServiceProfile;
import dev.keyfob.auth.api.spi.support.JsonText;
import dev.keyfob.auth.testkit.TestProfiles;
import jakarta.json.JsonObject;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProviderDialectTests {
  private static JsonObject json(String text) {
    return JsonText.parseObject(text.replace('\'', '"'));
  }

  private static ServiceProfile profile(String oauth) {
    return TestProfiles.acme("{'oauth':{" + oauth + "}}");
  }

  private static ProviderDialect dialect(String oauth) {
    return ProviderDialect.of(profile(oauth));
  }

  @Test
  void of_nothingSaid_isAsTheRfcsHaveIt() {
    ProviderDialect plain = dialect("'clientId':'c'");
    assertTrue(plain.pkce());
    assertTrue(plain.nonce());
    assertEquals(BodyFormat.FORM, plain.tokenBody());
    assertEquals("a b", plain.join(List.of("a", "b")));
    assertEquals(Map.of(), plain.tokenParameters(Optional.of("s")));
    assertEquals(Map.of(), plain.grantParameters());
  }

  @Test
  void tokenParameters_state_isFilledInWhereThereIsOne() {
    ProviderDialect dialect =
        dialect("'tokenParameters':{'state':'{state}','owner':'me'},'resource':'https://a'");
    assertEquals(
        Map.of("state", "s-1", "owner", "me", "resource", "https://a"),
        dialect.tokenParameters(Optional.of("s-1")));
    assertEquals(
        Map.of("owner", "me", "resource", "https://a"), dialect.tokenParameters(Optional.empty()));
  }

  @Test
  void refreshEndpoint_path_isBelowTheBase() {
    assertEquals(
        Optional.of(URI.create("https://a.example/oauth/renew")),
        dialect("'endpointBaseUri':'https://a.example/oauth/','refreshEndpoint':'/renew'")
            .refreshEndpoint());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'tokenBody':'xml'",
        "'revocation':'never'",
        "'refreshEndpoint':'http://elsewhere.example/'",
        "'redirectUri':'http://elsewhere.example/'",
        "'pkce':'no'",
        "'tokenParameters':['a']",
        "'scopeSeparator':''"
      })
  void of_wrongValue_namesTheField(String oauth) {
    var failure = assertThrows(AuthException.Misconfigured.class, () -> dialect(oauth));
    String field = oauth.substring(1, oauth.indexOf('\'', 1));
    assertTrue(failure.getMessage().contains(field), failure.getMessage());
  }

  @ParameterizedTest
  @CsvSource({
    "https://id/T1/v2.0, T1, true",
    "https://id/T1/v2.0, T2, false",
    "https://id/T1/v2.0, , false",
    "https://id/../evil/v2.0, ../evil, false",
    "https://id/common/v2.0, T1, true",
    "https://other/T1/v2.0, T1, false"
  })
  void issuerTemplate_tokenOfATenant_isCheckedAgainstItsTenant(
      String issuer, String tenant, boolean right) {
    IssuerRule rule =
        IssuerRule.of(
            profile("'issuer':'https://id/common/v2.0','issuerTemplate':true"),
            "https://id/common/v2.0");
    String claims =
        "{'iss':'" + issuer + "'" + (tenant == null ? "" : ",'tid':'" + tenant + "'") + "}";
    assertEquals(right, rule.isTokenOf(json(claims)));
    assertTrue(rule.isMetadata("https://id/{tenantid}/v2.0"));
    assertFalse(rule.isMetadata("https://id/T1/v2.0"));
  }

  @Test
  void issuer_withoutItsScheme_isTheSame() {
    IssuerRule rule = IssuerRule.of(profile("'issuer':'https://id.example'"), "https://id.example");
    assertTrue(rule.isTokenOf(json("{'iss':'id.example'}")));
    assertFalse(rule.isTokenOf(json("{'iss':'d.example'}")));
  }
}
