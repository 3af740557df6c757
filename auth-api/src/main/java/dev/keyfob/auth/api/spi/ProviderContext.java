package dev.keyfob.auth.api.spi;

import dev.keyfob.auth.api.AccountKey;
import dev.keyfob.auth.api.Interaction;
import dev.keyfob.auth.api.Notices;
import dev.keyfob.auth.api.ServiceProfile;
import java.time.Clock;
import java.util.Map;

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
 */
public record ProviderContext(
    ServiceProfile profile,
    AccountKey key,
    BoundedHttp http,
    Clock clock,
    Map<String, String> environment,
    Interaction interaction,
    Notices notices) {
  /** Does not print the environment. */
  @Override
  public String toString() {
    return "ProviderContext[" + key + "]";
  }
}
