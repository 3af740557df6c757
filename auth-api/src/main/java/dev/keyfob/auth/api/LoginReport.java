package dev.keyfob.auth.api;

import jakarta.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a login has done.
 *
 * @param key whose credential it is
 * @param type the credential's type
 * @param store the store it is in
 * @param user who the service says that is; empty if it was not asked or did not say
 * @param expiresAt when the credential stops working; empty if unknown or never
 * @param scope what it allows; empty if unknown
 * @param verified whether the service has accepted the credential
 * @param cleared the types of the credentials it has replaced
 * @param shadowedBy an environment variable that wins over it; empty if none is set
 */
public record LoginReport(
    AccountKey key,
    String type,
    String store,
    Optional<JsonObject> user,
    Optional<Instant> expiresAt,
    Optional<String> scope,
    boolean verified,
    List<String> cleared,
    Optional<String> shadowedBy) {
  /** Copies the list. */
  public LoginReport {
    cleared = List.copyOf(cleared);
  }
}
