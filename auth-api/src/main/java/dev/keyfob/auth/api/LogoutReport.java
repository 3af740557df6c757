package dev.keyfob.auth.api;

import dev.keyfob.auth.api.stability.Stable;
import java.util.List;
import java.util.Optional;

/**
 * What a logout has done.
 *
 * @param key whose credentials they were
 * @param cleared the types removed from the store
 * @param revocation what the identity provider said
 * @param stillActiveFrom an environment variable that still gives a credential; empty if none is
 *     set
 */
@Stable
public record LogoutReport(
    AccountKey key, List<String> cleared, Revocation revocation, Optional<String> stillActiveFrom) {
  /** Copies the list. */
  public LogoutReport {
    cleared = List.copyOf(cleared);
  }
}
