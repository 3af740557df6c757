package dev.keyfob.auth.api.internal.store;

import dev.keyfob.auth.api.AccountKey;
import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.CredentialDocument;
import dev.keyfob.auth.api.spi.CredentialStore;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * One change of an account's document, with the account locked, that leaves it in the store that it
 * belongs in and nowhere else.
 *
 * <p>At every moment the record names a store with a whole document, old or new, and beside it
 * every store that a kill would leave a copy in. So no credential lies somewhere forgotten: the
 * next login, logout or migration removes it.
 */
public final class StoreTransaction implements AutoCloseable {
  private final AccountKey key;
  private final Account account;
  private final CredentialStore to;
  private final OtherCopies elsewhere;
  private final StoreRecords records;
  private final HeldLocks locks;

  StoreTransaction(Account account, OtherCopies elsewhere, StoreRecords records, HeldLocks locks) {
    this.account = account;
    this.key = account.key();
    this.to = account.store();
    this.elsewhere = elsewhere;
    this.records = records;
    this.locks = locks;
  }

  /** Writes the document of an account that stays where it is. */
  public void replace(CredentialDocument document) {
    to.put(key, document, locks.of(to.id()));
  }

  /** The store that the document is in so far, if it is not the one it belongs in. */
  public Optional<CredentialStore> before() {
    return elsewhere.before();
  }

  /**
   * Writes the document where it belongs.
   *
   * @param previous what is there now
   * @throws AuthException if it was not written; everything is as it was
   */
  public void put(CredentialDocument document, Optional<CredentialDocument> previous) {
    CredentialStore from = elsewhere.before().orElse(null);
    Set<String> copies = leftovers();
    if (from == null) {
      to.put(key, document, locks.of(to.id()));
      rememberOrUndo(copies, null, previous);
    } else {
      copies.add(to.id());
      records.rememberStore(key, from.id(), copies);
      putAndReadBack(document, from, previous);
      copies.remove(to.id());
      copies.add(from.id());
      rememberOrUndo(copies, from, previous);
    }
    clearOtherCopies();
  }

  private void putAndReadBack(
      CredentialDocument document, CredentialStore from, Optional<CredentialDocument> previous) {
    boolean kept = false;
    try {
      to.put(key, document, locks.of(to.id()));
      kept = to.find(key).filter(found -> found.json().equals(document.json())).isPresent();
    } finally {
      if (!kept) {
        undo(from, previous);
      }
    }
    if (!kept) {
      throw new AuthException.StoreUnavailable(
          "The store " + to.id() + " does not give back what was written to it.",
          "keyfob doctor",
          null);
    }
  }

  /** Without the record nobody would look where the document is now. */
  private void rememberOrUndo(
      Set<String> copies, @Nullable CredentialStore from, Optional<CredentialDocument> previous) {
    boolean remembered = false;
    try {
      records.rememberStore(key, to.id(), copies);
      remembered = true;
    } finally {
      if (!remembered) {
        undo(from, previous);
      }
    }
  }

  /** If this fails too, the record still names every store with a copy. */
  private void undo(@Nullable CredentialStore from, Optional<CredentialDocument> previous) {
    try {
      if (from != null) {
        // First of all: whoever looks where the record says must find something at every moment.
        Set<String> copies = leftovers();
        copies.add(to.id());
        records.rememberStore(key, from.id(), copies);
      }
      if (previous.isPresent()) {
        to.put(key, previous.get(), locks.of(to.id()));
      } else {
        to.delete(key);
      }
      if (from != null && previous.isEmpty()) {
        records.rememberStore(key, from.id(), leftovers());
      }
    } catch (AuthException e) {
      account.context().notices().trace(() -> "not undone: " + e.getMessage());
    }
  }

  /**
   * Removes every copy that is not where the document belongs. One that cannot be removed is said,
   * and remembered for the next time.
   */
  public void clearOtherCopies() {
    Set<String> copies = new TreeSet<>(elsewhere.absent());
    for (CredentialStore store : elsewhere.all()) {
      if (!clear(store)) {
        copies.add(store.id());
      }
    }
    if (!elsewhere.all().isEmpty()) {
      try {
        records.rememberStore(key, to.id(), copies);
      } catch (AuthException e) {
        account.context().notices().trace(() -> "the record stays as it is: " + e.getMessage());
      }
    }
  }

  private boolean clear(CredentialStore store) {
    try {
      store.delete(key);
      return true;
    } catch (AuthException e) {
      account
          .context()
          .notices()
          .warn(
              "What was stored in "
                  + store.id()
                  + " before is no longer used, but could not be removed: "
                  + e.getMessage());
      return false;
    }
  }

  private Set<String> leftovers() {
    Set<String> ids = new TreeSet<>(elsewhere.absent());
    elsewhere.leftovers().forEach(store -> ids.add(store.id()));
    return ids;
  }

  @Override
  public void close() {
    locks.close();
  }
}
