package dev.keyfob.auth.api.spi;

import dev.keyfob.auth.api.Interaction;
import dev.keyfob.auth.api.KeyfobDirectories;
import dev.keyfob.auth.api.Notices;
import dev.keyfob.auth.api.ServiceProfile;
import java.util.Map;

/**
 * What a store works with.
 *
 * @param profile the service whose accounts it keeps
 * @param directories where files go
 * @param environment the environment variables
 * @param interaction the person, if there is one, for a passphrase
 * @param notices who hears of what happens beside the result
 */
public record StoreContext(
    ServiceProfile profile,
    KeyfobDirectories directories,
    Map<String, String> environment,
    Interaction interaction,
    Notices notices) {
  /** Does not print the environment. */
  @Override
  public String toString() {
    return "StoreContext[" + profile.name() + "]";
  }
}
