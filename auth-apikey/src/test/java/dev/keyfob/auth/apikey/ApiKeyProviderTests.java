package dev.keyfob.auth.apikey;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.keyfob.auth.api.LoginMethod;
import dev.keyfob.auth.api.Secret;
import dev.keyfob.auth.api.ServiceProfile;
import dev.keyfob.auth.api.spi.BoundedHttp;
import dev.keyfob.auth.api.spi.CredentialProvider;
import dev.keyfob.auth.api.spi.EnvironmentVariable;
import dev.keyfob.auth.api.spi.OutgoingRequest;
import dev.keyfob.auth.api.spi.support.JsonText;
import dev.keyfob.auth.testkit.CredentialProviderContract;
import dev.keyfob.auth.testkit.FakeInteraction;
import dev.keyfob.auth.testkit.TestProfiles;
import jakarta.json.JsonValue;
import java.net.URI;
import java.net.http.HttpClient;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ApiKeyProviderTests extends CredentialProviderContract {
  @Override
  protected CredentialProvider provider() {
    return new ApiKeyProvider();
  }

  @Override
  protected ServiceProfile offered() {
    return TestProfiles.acme("{'apiKey':{'header':'x-api-key'}}");
  }

  @Override
  protected JsonValue stored(String secretPart) {
    return JsonText.PROVIDER.createValue("sk-" + secretPart);
  }

  @Test
  void methods_serviceWithApiKeys_isTheOneThatScriptsRelyOn() {
    assertEquals(
        List.of(new LoginMethod("api-key", "API key", "--api-key", false)),
        provider().methods(offered()));
  }

  @Test
  void methods_serviceWithTokensOnly_areNone() {
    assertEquals(List.of(), provider().methods(TestProfiles.acme("{'pat':{'prefix':'p_'}}")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"apiKey", "token"})
  void fromEnvironment_keyOrTokenVariable_isAnApiKey(String role) {
    assertEquals(
        Secret.of("sk-12345678"),
        provider()
            .fromEnvironment(
                new EnvironmentVariable("ACME_KEY", role, Secret.of("sk-12345678")), offered())
            .orElseThrow()
            .secret());
  }

  @Test
  void authorize_serviceWithItsOwnHeader_sendsTheKeyNowhereElse() {
    CredentialProvider provider = provider();
    assertEquals(
        Map.of("x-api-key", "sk-1"),
        provider.authorize(
            provider.decode(stored("1")),
            OutgoingRequest.of("GET", URI.create("https://api.acme.test/")),
            context(
                offered(), FakeInteraction.script(), new BoundedHttp(HttpClient::newHttpClient))));
  }
}
