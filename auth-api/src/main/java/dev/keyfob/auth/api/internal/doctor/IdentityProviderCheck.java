package dev.keyfob.auth.api.internal.doctor;

import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.ServiceProfile;
import dev.keyfob.auth.api.internal.plugin.Providers;
import dev.keyfob.auth.api.spi.CredentialProvider;
import dev.keyfob.auth.api.spi.ProviderContext;
import java.util.ArrayList;
import java.util.List;

/** Whether a login would find what it talks to. */
public record IdentityProviderCheck(Providers providers, ProviderContext context)
    implements HealthCheck {
  @Override
  public String name() {
    return "identity_provider";
  }

  @Override
  public CheckResult look() {
    ServiceProfile profile = context.profile();
    List<String> found = new ArrayList<>();
    for (CredentialProvider provider : providers.forProfile(profile)) {
      try {
        provider.examine(context).ifPresent(found::add);
      } catch (AuthException.Transient e) {
        return Network.away(e, profile);
      }
    }
    return found.isEmpty()
        ? CheckResult.skip("Logins to " + profile.displayName() + " need no identity provider.")
        : CheckResult.pass(String.join(" ", found));
  }
}
