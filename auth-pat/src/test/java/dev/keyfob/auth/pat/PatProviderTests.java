package dev.keyfob.auth.pat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.keyfob.auth.api.Credential;
import dev.keyfob.auth.api.LoginMethod;
import dev.keyfob.auth.api.Secret;
import dev.keyfob.auth.api.ServiceProfile;
import dev.keyfob.auth.api.spi.CredentialProvider;
import dev.keyfob.auth.api.spi.EnvironmentVariable;
import dev.keyfob.auth.api.spi.support.JsonText;
import dev.keyfob.auth.testkit.CredentialProviderContract;
import dev.keyfob.auth.testkit.TestProfiles;
import jakarta.json.JsonValue;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PatProviderTests extends CredentialProviderContract {
  @Override
  protected CredentialProvider provider() {
    return new PatProvider();
  }

  @Override
  protected ServiceProfile offered() {
    return TestProfiles.acme("{'pat':{'prefix':'acme_pat_'}}");
  }

  @Override
  protected JsonValue stored(String secretPart) {
    return JsonText.PROVIDER.createValue("acme_pat_" + secretPart);
  }

  @Test
  void methods_serviceWithTokens_isTheOneThatScriptsRelyOn() {
    assertEquals(
        List.of(new LoginMethod("pat", "Personal access token", "--pat", false)),
        provider().methods(offered()));
  }

  @Test
  void fromEnvironment_tokenWithThePrefix_isAPersonalAccessToken() {
    Optional<Credential> found = from("token", "acme_pat_1234", offered());
    assertEquals(Secret.of("acme_pat_1234"), found.orElseThrow().secret());
  }

  @Test
  void fromEnvironment_tokenWithoutThePrefix_isSomebodyElses() {
    assertTrue(from("token", "sk_1234567890", offered()).isEmpty());
  }

  @Test
  void fromEnvironment_prefixUnknownBesideKeys_isSomebodyElses() {
    assertTrue(
        from("token", "acme_pat_1234", TestProfiles.acme("{'apiKey':{},'pat':{}}")).isEmpty());
  }

  @Test
  void fromEnvironment_prefixUnknownAndNoKeys_isAToken() {
    assertTrue(from("token", "acme_pat_1234", TestProfiles.acme("{'pat':{}}")).isPresent());
  }

  @Test
  void fromEnvironment_apiKeyVariable_isSomebodyElsesWhateverItHolds() {
    assertTrue(from("apiKey", "acme_pat_1234", offered()).isEmpty());
  }

  private Optional<Credential> from(String role, String value, ServiceProfile profile) {
    return provider()
        .fromEnvironment(new EnvironmentVariable("ACME_TOKEN", role, Secret.of(value)), profile);
  }
}
