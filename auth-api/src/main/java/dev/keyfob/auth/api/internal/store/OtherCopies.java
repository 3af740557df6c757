package dev.keyfob.auth.api.internal.store;

import dev.keyfob.auth.api.spi.CredentialStore;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where an account's document is or may be beside the store that it belongs in.
 *
 * @param before the store that it is in so far, if that is another
 * @param leftovers stores where a move that was cut short may have left a copy
 * @param absent ids of stores with a copy that this program does not have, such as a plugin's that
 *     was removed
 */
public record OtherCopies(
    Optional<CredentialStore> before, List<CredentialStore> leftovers, List<String> absent) {
  /** In no other store. */
  public static final OtherCopies NOWHERE = new OtherCopies(Optional.empty(), List.of());

  /** Copies the lists. */
  public OtherCopies {
    leftovers = List.copyOf(leftovers);
    absent = List.copyOf(absent);
  }

  /** In stores that are all there. */
  public OtherCopies(Optional<CredentialStore> before, List<CredentialStore> leftovers) {
    this(before, leftovers, List.of());
  }

  /** The leftovers alone, unless the account is being looked for where it does not belong. */
  public OtherCopies forLogout() {
    return before.isPresent() ? NOWHERE : this;
  }

  List<CredentialStore> all() {
    return Stream.concat(before.stream(), leftovers.stream()).toList();
  }

  boolean isSame(OtherCopies other) {
    return ids().equals(other.ids());
  }

  private List<String> ids() {
    return Stream.concat(
            before.map(CredentialStore::id).or(() -> Optional.of("")).stream(),
            leftovers.stream().map(CredentialStore::id))
        .toList();
  }
}
