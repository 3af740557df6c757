package dev.keyfob.auth.pat;

import dev.keyfob.auth.api.LoginMethod;
import dev.keyfob.auth.api.ServiceProfile;
import dev.keyfob.auth.api.StaticKeySettings;
import dev.keyfob.auth.api.spi.EnvironmentVariable;
import dev.keyfob.auth.api.spi.support.StaticKeyProvider;
import java.util.Optional;

/** The type {@code pat}, which its prefix tells from an API key in the environment. */
public final class PatProvider extends StaticKeyProvider {
  /** Made by {@link java.util.ServiceLoader}. */
  public PatProvider() {
    super(
        "pat",
        "personal access token",
        new LoginMethod("pat", "Personal access token", "--pat", false));
  }

  @Override
  protected Optional<StaticKeySettings> settings(ServiceProfile profile) {
    return profile.pat();
  }

  @Override
  protected boolean claims(EnvironmentVariable variable, ServiceProfile profile) {
    return variable.role().equals(ServiceProfile.TOKEN_ROLE)
        && profile
            .pat()
            .filter(
                pat ->
                    pat.prefix().isPresent()
                        ? variable.value().reveal().startsWith(pat.prefix().get())
                        : profile.apiKey().isEmpty())
            .isPresent();
  }
}
