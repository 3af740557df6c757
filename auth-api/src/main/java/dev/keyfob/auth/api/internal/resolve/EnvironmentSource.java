package dev.keyfob.auth.api.internal.resolve;

import dev.keyfob.auth.api.AccountKey;
import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.ErrorCode;
import dev.keyfob.auth.api.Origin;
import dev.keyfob.auth.api.ResolvedCredential;
import dev.keyfob.auth.api.Secret;
import dev.keyfob.auth.api.ServiceProfile;
import dev.keyfob.auth.api.internal.plugin.Providers;
import dev.keyfob.auth.api.spi.CredentialProvider;
import dev.keyfob.auth.api.spi.EnvironmentVariable;
import java.util.Map;
import java.util.Optional;

/** One environment variable that the profile names. A blank value is no value. */
record EnvironmentSource(
    String variable,
    String role,
    AccountKey key,
    ServiceProfile profile,
    Map<String, String> environment,
    Providers providers)
    implements Source {
  @Override
  public String name() {
    return "env:" + variable;
  }

  @Override
  public Optional<ResolvedCredential> find() {
    String value = environment.getOrDefault(variable, "").strip();
    if (value.isEmpty()) {
      return Optional.empty();
    }
    EnvironmentVariable found = new EnvironmentVariable(variable, role, Secret.of(value));
    if (isSentAsItIs() && !found.value().isHeaderSafe()) {
      throw malformed();
    }
    for (CredentialProvider provider : providers.forEnvironment(role)) {
      var credential = provider.fromEnvironment(found, profile);
      if (credential.isPresent()) {
        return Optional.of(
            new ResolvedCredential(key, credential.get(), new Origin.Environment(variable)));
      }
    }
    throw malformed();
  }

  /** A plugin's value may be a key in several lines that never goes into a header. */
  private boolean isSentAsItIs() {
    return role.equals(ServiceProfile.API_KEY_ROLE)
        || role.equals(ServiceProfile.TOKEN_ROLE)
        || role.equals(ServiceProfile.ACCESS_TOKEN_ROLE);
  }

  private AuthException malformed() {
    return new AuthException.Denied(
        ErrorCode.INVALID_CREDENTIAL,
        "The environment variable " + variable + " does not hold a usable credential.",
        "unset " + variable);
  }

  /** Does not print the environment. */
  @Override
  public String toString() {
    return name();
  }
}
