package dev.keyfob.auth.api.internal.store;

import dev.keyfob.auth.api.AccountKey;
import dev.keyfob.auth.api.ServiceProfile;
import dev.keyfob.auth.api.internal.profile.ProfileReader;
import dev.keyfob.auth.api.spi.CredentialStore;
import dev.keyfob.auth.api.spi.support.JsonText;
import jakarta.json.JsonObject;
import java.util.Optional;

/**
 * Services that tell with the tokens where the API of this account is (a profile's {@code
 * apiBaseField}): what the session says stands in for the address that the profile then lacks.
 */
public final class SessionApi {
  private static final String FIELD = "apiBaseField";
  private static final String STORED = "api_base_uri";

  private SessionApi() {}

  /** At either level: profiles of others have it at both. */
  private static boolean isNamed(ServiceProfile profile) {
    return profile.document().containsKey(FIELD)
        || (profile.document().get("oauth") instanceof JsonObject oauth
            && oauth.containsKey(FIELD));
  }

  /** The profile with the address of the account's session in it. */
  public static ServiceProfile complete(
      ServiceProfile profile, CredentialStore store, AccountKey key) {
    if (profile.apiBaseUri().isPresent() || !isNamed(profile)) {
      return profile;
    }
    Optional<String> address =
        store
            .find(key)
            .flatMap(document -> document.entry("oauth"))
            .map(entry -> entry instanceof JsonObject session ? session.getString(STORED, "") : "")
            .filter(text -> !text.isEmpty());
    return address
        .map(
            uri ->
                ProfileReader.read(
                    profile.name(),
                    JsonText.PROVIDER
                        .createObjectBuilder(profile.document())
                        .add("apiBaseUri", uri)
                        .build(),
                    profile.name()))
        .orElse(profile);
  }
}
