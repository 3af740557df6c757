package dev.keyfob.auth.api;

import dev.keyfob.auth.api.stability.Stable;
import java.time.Instant;
import java.util.Optional;

/**
 * What proves an identity to a service.
 *
 * <p>Sealed by shape, not by provider, so that a plugin adds its own type by implementing one of
 * the two shapes. Implementations are immutable, safe for use by many threads, and hold every
 * secret in a {@link Secret}.
 */
@Stable
public sealed interface Credential permits StaticCredential, RenewableCredential {
  /**
   * The credential's type, which is the id of its provider and its key in the stored document:
   * {@code api_key}, {@code pat}, {@code oauth} or a plugin's.
   *
   * @return the type
   */
  String type();

  /**
   * The value that {@code keyfob token} prints and most services expect.
   *
   * @return the secret
   */
  Secret secret();

  /**
   * The scheme before the secret in an {@code Authorization} header (RFC 6750 section 2.1).
   *
   * @return the scheme, for example {@code Bearer}; empty if the secret stands alone
   */
  Optional<String> tokenType();

  /**
   * When the secret stops working.
   *
   * @return the instant; empty if it is unknown or never
   */
  Optional<Instant> expiresAt();
}
