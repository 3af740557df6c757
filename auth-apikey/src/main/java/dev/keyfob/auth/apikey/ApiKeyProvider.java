package dev.keyfob.auth.apikey;

import dev.keyfob.auth.api.LoginMethod;
import dev.keyfob.auth.api.ServiceProfile;
import dev.keyfob.auth.api.StaticKeySettings;
import dev.keyfob.auth.api.spi.EnvironmentVariable;
import dev.keyfob.auth.api.spi.support.StaticKeyProvider;
import java.util.Optional;

/**
 * The type {@code api_key}. In the environment it is also what everything is that no other provider
 * recognises.
 */
public final class ApiKeyProvider extends StaticKeyProvider {
  /** Made by {@link java.util.ServiceLoader}. */
  public ApiKeyProvider() {
    super("api_key", "API key", new LoginMethod("api-key", "API key", "--api-key", false));
  }

  @Override
  protected Optional<StaticKeySettings> settings(ServiceProfile profile) {
    return profile.apiKey();
  }

  @Override
  protected boolean claims(EnvironmentVariable variable, ServiceProfile profile) {
    return variable.role().equals(ServiceProfile.API_KEY_ROLE)
        || variable.role().equals(ServiceProfile.TOKEN_ROLE);
  }
}
