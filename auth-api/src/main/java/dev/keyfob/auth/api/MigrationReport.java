package dev.keyfob.auth.api;

import dev.keyfob.auth.api.stability.Stable;

/**
 * What a migration has done.
 *
 * @param key the account
 * @param from the store that its document was in
 * @param to the store that it is in now
 */
@Stable
public record MigrationReport(AccountKey key, String from, String to) {
  /**
   * Whether the document is somewhere else than before.
   *
   * @return false if it was there already
   */
  public boolean moved() {
    return !from.equals(to);
  }
}
