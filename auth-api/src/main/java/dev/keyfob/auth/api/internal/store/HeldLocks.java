package dev.keyfob.auth.api.internal.store;

import dev.keyfob.auth.api.spi.AccountLock;
import java.util.LinkedHashMap;
import java.util.Objects;

/** The locks of one account in several stores, released in the reverse order. For one thread. */
final class HeldLocks implements AutoCloseable {
  private final LinkedHashMap<String, AccountLock> locks = new LinkedHashMap<>();

  void add(String store, AccountLock lock) {
    locks.put(store, lock);
  }

  /** The lock of a store. */
  AccountLock of(String store) {
    return Objects.requireNonNull(locks.get(store), store);
  }

  @Override
  public void close() {
    new LinkedHashMap<>(locks).reversed().values().forEach(AccountLock::close);
    locks.clear();
  }
}
