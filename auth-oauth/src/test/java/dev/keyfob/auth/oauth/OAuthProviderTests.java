package dev.keyfob.auth.oauth;

import dev.keyfob.auth.api.ServiceProfile;
import dev.keyfob.auth.api.spi.CredentialProvider;
import dev.keyfob.auth.api.spi.support.JsonText;
import dev.keyfob.auth.testkit.CredentialProviderContract;
import dev.keyfob.auth.testkit.TestProfiles;
import jakarta.json.JsonValue;

class OAuthProviderTests extends CredentialProviderContract {
  @Override
  protected CredentialProvider provider() {
    return new OAuthProvider();
  }

  @Override
  protected ServiceProfile offered() {
    return TestProfiles.acme("{'oauth':{'issuer':'https://id.acme.test','clientId':'acme-cli'}}");
  }

  @Override
  protected JsonValue stored(String secretPart) {
    return JsonText.parseObject(
        """
        {"access_token": "at-%1$s", "refresh_token": "rt-%1$s", "id_token": "it-%1$s",
         "issued_at": "2026-03-01T12:00:00Z", "expires_at": "2026-03-01T13:00:00Z", "scope": "openid email", "token_type": "Bearer",
         "issuer": "https://id.acme.test", "client_id": "acme-cli", "x_other": {"kept": true}}
        """
            .formatted(secretPart));
  }
}
