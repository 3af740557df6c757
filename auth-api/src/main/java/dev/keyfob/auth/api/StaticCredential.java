package dev.keyfob.auth.api;

import dev.keyfob.auth.api.stability.Stable;
import java.time.Instant;
import java.util.Optional;

/** A credential that works until its owner withdraws it: an API key, a personal access token. */
@Stable
public non-sealed interface StaticCredential extends Credential {
  @Override
  default Optional<Instant> expiresAt() {
    return Optional.empty();
  }
}
