package dev.keyfob.auth.api.spi;

import dev.keyfob.auth.api.AccountKey;
import dev.keyfob.auth.api.CredentialDocument;
import dev.keyfob.auth.api.Interaction;
import dev.keyfob.auth.api.Notices;
import dev.keyfob.auth.api.ServiceProfile;
import jakarta.json.JsonValue;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What a provider works with. It never reaches for the system's clock, environment or network
 * itself.
 *
 * @param profile the service
 * @param key whose credential it is
 * @param http requests of limited size and time, through the user's proxy and certificates
 * @param clock the time
 * @param environment the environment variables
 * @param interaction the person, if there is one
 * @param notices who hears of what happens beside the result
 * @param document reads what is stored for the account now
 */
public record ProviderContext(
    ServiceProfile profile,
    AccountKey key,
    BoundedHttp http,
    Clock clock,
    Map<String, String> environment,
    Interaction interaction,
    Notices notices,
    Supplier<Optional<CredentialDocument>> document) {
  /**
   * A context of an account that has nothing stored.
   *
   * @param profile the service
   * @param key whose credential it is
   * @param http requests of limited size and time
   * @param clock the time
   * @param environment the environment variables
   * @param interaction the person, if there is one
   * @param notices who hears of what happens beside the result
   */
  public ProviderContext(
      ServiceProfile profile,
      AccountKey key,
      BoundedHttp http,
      Clock clock,
      Map<String, String> environment,
      Interaction interaction,
      Notices notices) {
    this(profile, key, http, clock, environment, interaction, notices, Optional::empty);
  }

  /**
   * What is stored for the account now, so that a login can take over what outlives a credential.
   * Blocks for the store.
   *
   * @param type a credential type
   * @return the stored form; empty if there is none of that type
   * @throws dev.keyfob.auth.api.AuthException if the store cannot be read
   */
  public Optional<JsonValue> stored(String type) {
    return document.get().flatMap(found -> found.entry(type));
  }

  /** Does not print the environment. */
  @Override
  public String toString() {
    return "ProviderContext[" + key + "]";
  }
}
