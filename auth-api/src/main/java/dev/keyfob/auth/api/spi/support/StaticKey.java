package dev.keyfob.auth.api.spi.support;

import dev.keyfob.auth.api.Secret;
import dev.keyfob.auth.api.StaticCredential;
import dev.keyfob.auth.api.stability.Evolving;
import java.util.Optional;

/**
 * A credential that is one secret and nothing else.
 *
 * @param type the credential's type
 * @param secret the key
 */
@Evolving
public record StaticKey(String type, Secret secret) implements StaticCredential {
  /** Empty: whether a scheme goes before the key is the profile's to say, not the key's. */
  @Override
  public Optional<String> tokenType() {
    return Optional.empty();
  }
}
