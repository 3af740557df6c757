package dev.keyfob.auth.api.internal.store;

import dev.keyfob.auth.api.spi.AccountLock;
import dev.keyfob.auth.api.spi.AccountLocks;
import dev.keyfob.auth.api.spi.CredentialStore;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Changes to an account that may take it from one store to another. */
public final class StoreTransactions {
  private final StoreRecords records;
  private final AccountLocks locks;

  /**
   * Makes changes.
   *
   * @param records where it is remembered which store an account is in
   * @param locks for stores that bring none of their own
   */
  public StoreTransactions(StoreRecords records, AccountLocks locks) {
    this.records = records;
    this.locks = locks;
  }

  /**
   * Locks an account in the store that it belongs in and wherever else it may be.
   *
   * @param account in the store that it belongs in
   * @param elsewhere tells where else it may be at the moment
   * @return the change, which is closed by the thread that has begun it
   */
  public StoreTransaction begin(Account account, Supplier<OtherCopies> elsewhere) {
    while (true) {
      OtherCopies expected = elsewhere.get();
      HeldLocks lock = lock(account, expected);
      boolean keep = false;
      try {
        OtherCopies now = elsewhere.get();
        keep = now.isSame(expected);
        if (keep) {
          return new StoreTransaction(account, now, records, lock);
        }
      } finally {
        if (!keep) {
          lock.close();
        }
      }
    }
  }

  /** Stores that share a lock take it once; all others in one order, whichever way a move goes. */
  private HeldLocks lock(Account account, OtherCopies elsewhere) {
    AccountLocks once = new OnceEach(locks, new HashSet<>());
    HeldLocks held = new HeldLocks();
    List<CredentialStore> stores =
        Stream.concat(Stream.of(account.store()), elsewhere.all().stream())
            .sorted(Comparator.comparing(CredentialStore::id))
            .toList();
    boolean done = false;
    try {
      for (CredentialStore store : stores) {
        held.add(store.id(), store.lock(account.key(), Account.LOCK_LIMIT, once));
      }
      done = true;
      return held;
    } finally {
      if (!done) {
        held.close();
      }
    }
  }

  /** What is locked already is not locked again. */
  private record OnceEach(AccountLocks locks, Set<Object> taken) implements AccountLocks {
    @Override
    public AccountLock acquire(String name, Duration limit) {
      return taken.add(name) ? locks.acquire(name, limit) : OnceEach::nothing;
    }

    @Override
    public AccountLock acquireFor(Path document, Duration limit) {
      return taken.add(document) ? locks.acquireFor(document, limit) : OnceEach::nothing;
    }

    private static void nothing() {}
  }
}
