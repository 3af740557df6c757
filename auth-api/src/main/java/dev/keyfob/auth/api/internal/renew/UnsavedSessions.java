package dev.keyfob.auth.api.internal.renew;

import dev.keyfob.auth.api.AccountKey;
import dev.keyfob.auth.api.RenewableCredential;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Renewed sessions that could not be stored, for as long as this process runs. What is stored
 * instead is spent: whoever renewed with it once more would be taken for a thief by an identity
 * provider that rotates refresh tokens, and would lose the session that is kept here. Safe for use
 * by many threads.
 */
final class UnsavedSessions {
  private final Map<AccountKey, Unsaved> sessions = new ConcurrentHashMap<>();

  /**
   * A session that is in memory only.
   *
   * @param spent what is stored in its place
   */
  private record Unsaved(RenewableCredential spent, RenewableCredential session) {}

  /** Keeps a session whose predecessor could not be replaced in the store. */
  void keep(AccountKey key, RenewableCredential sent, RenewableCredential session) {
    sessions.compute(
        key,
        (_, before) ->
            before != null && before.session.sameGeneration(sent)
                ? new Unsaved(before.spent, session)
                : new Unsaved(sent, session));
  }

  /** Whether a session of an account is in memory only. */
  boolean holds(AccountKey key) {
    return sessions.containsKey(key);
  }

  /** Whether what {@link #over} gave is in memory only. */
  boolean holds(AccountKey key, RenewableCredential session) {
    Unsaved unsaved = sessions.get(key);
    return unsaved != null && unsaved.session.sameGeneration(session);
  }

  /** What would be stored if every write had worked. */
  StoredSession over(AccountKey key, StoredSession stored) {
    Unsaved unsaved = sessions.get(key);
    if (unsaved == null) {
      return stored;
    }
    if (unsaved.spent.sameGeneration(stored.session())) {
      return new StoredSession(stored.document(), unsaved.session);
    }
    forget(key); // somebody has logged in since
    return stored;
  }

  void forget(AccountKey key) {
    sessions.remove(key);
  }
}
