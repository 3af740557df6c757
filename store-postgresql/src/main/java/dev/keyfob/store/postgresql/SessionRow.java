package dev.keyfob.store.postgresql;

import java.time.OffsetDateTime;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the server has of one account.
 *
 * @param sealed the document under the fleet's key; null if there is none
 * @param version how often it was written or removed
 * @param holder who has or had the lease; null if nobody
 * @param startedAt when a holder began to spend who has not said how that ended; null if none has
 * @param leased whether the lease still runs, by the server's clock
 */
@SuppressWarnings("ArrayRecordComponent") // never compared as a whole
record SessionRow(
    byte @Nullable [] sealed,
    long version,
    @Nullable String holder,
    @Nullable OffsetDateTime startedAt,
    boolean leased) {
  /** Who has vanished with a refresh token, as a phrase. */
  Optional<String> abandonedBy() {
    return holder == null || startedAt == null || leased
        ? Optional.empty()
        : Optional.of(holder + " at " + startedAt.toInstant());
  }
}
