package dev.keyfob.auth.api.spi;

import dev.keyfob.auth.api.AccountKey;
import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.CredentialDocument;
import dev.keyfob.auth.api.stability.Evolving;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Keeps one document per account.
 *
 * <p>All methods can be called by many threads and by many processes at once. A reader sees a whole
 * document, old or new, never a part. A writer holds the account's lock, so that no change is lost;
 * the store itself need not lock. Every call is bounded in time.
 */
@Evolving
public interface CredentialStore {
  /**
   * The store's id, as in {@code --store}.
   *
   * @return the id of its {@link CredentialStoreFactory}
   */
  String id();

  /**
   * Whether the store can be used. Nothing is changed by asking.
   *
   * @return the answer, within seconds
   */
  Availability availability();

  /**
   * Reads an account's document.
   *
   * @param key the account
   * @return the document; empty if the account has none, which is not an error
   * @throws AuthException.StoreCorrupt if there is one that cannot be understood
   * @throws AuthException.StoreUnavailable if it cannot be told whether there is one
   */
  Optional<CredentialDocument> find(AccountKey key);

  /**
   * Writes an account's document. When this returns, the document survives a crash of the machine.
   *
   * @param key the account
   * @param document the whole new document
   * @throws AuthException.StoreUnavailable if it was not written; the old document is still there
   */
  void put(AccountKey key, CredentialDocument document);

  /**
   * Writes an account's document on condition: only while the lock is held, or as long as nobody
   * has written since it was taken. A store whose lock does not end by itself need not look.
   *
   * @param key the account
   * @param document the whole new document
   * @param lock what {@link #lock} has given for this account, or a wrapper of it
   * @throws AuthException.StoreUnavailable if it was not written, because the lock was lost or for
   *     another reason; what others have written is still there
   */
  default void put(AccountKey key, CredentialDocument document, AccountLock lock) {
    put(key, document);
  }

  /**
   * What this machine knows of an account's document without asking a server, for a caller that
   * only wants a credential that is fresh. It is not older than a time that the store documents,
   * and need not hold what renews a session. A store on this machine has no use for it.
   *
   * @param key the account
   * @return the document or a part of it; empty if {@link #find} is to be asked
   */
  default Optional<CredentialDocument> recent(AccountKey key) {
    return Optional.empty();
  }

  /**
   * Begins to tell, for as long as this process runs, when another machine changes an account. Does
   * not block and never fails: what cannot be watched is not told of.
   *
   * @param changed hears of an account that was changed, on a thread of the store; does not block
   */
  default void watch(Consumer<AccountKey> changed) {}

  /**
   * Removes an account's document.
   *
   * @param key the account
   * @return whether there was one
   * @throws AuthException.StoreUnavailable if it could not be removed
   */
  boolean delete(AccountKey key);

  /**
   * The accounts that have a document, in no particular order.
   *
   * @param profile the profile's name
   * @return the accounts
   * @throws AuthException.StoreUnavailable if they cannot be listed
   */
  List<AccountKey> list(String profile);

  /**
   * Makes sure, as far as that can be known, that {@link #put} would succeed, before something is
   * spent that cannot be had again.
   *
   * @param key the account
   * @throws AuthException.StoreUnavailable if it would not
   */
  void requireWritable(AccountKey key);

  /**
   * Puts a document that cannot be understood out of the way, so that a login can write a new one.
   *
   * @param key the account
   * @return where it is kept now, for a message; empty if there was nothing to move
   * @throws AuthException.StoreUnavailable if it cannot be moved
   */
  Optional<String> setAside(AccountKey key);

  /**
   * Whether an account's document is sealed and cannot be opened with what is at hand, so that it
   * is lost unless the passphrase is found. Asks nobody.
   *
   * @param key the account
   * @return false if there is none, or it can be opened, or it is not known without asking
   */
  default boolean lacksPassphrase(AccountKey key) {
    return false;
  }

  /**
   * Locks an account against every other writer. A store that several machines share brings its own
   * lock; the others use the one given.
   *
   * @param key the account
   * @param limit how long to wait
   * @param local locks among the processes of this machine
   * @return the lock, held
   * @throws AuthException.LockTimeout if somebody else holds it all that time
   */
  default AccountLock lock(AccountKey key, Duration limit, AccountLocks local) {
    return local.acquire(key.profile() + "/" + key.account(), limit);
  }
}
