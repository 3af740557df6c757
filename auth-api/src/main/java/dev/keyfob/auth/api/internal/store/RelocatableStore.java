package dev.keyfob.auth.api.internal.store;

import dev.keyfob.auth.api.AccountKey;
import dev.keyfob.auth.api.CredentialDocument;
import dev.keyfob.auth.api.spi.AccountLock;
import dev.keyfob.auth.api.spi.AccountLocks;
import dev.keyfob.auth.api.spi.Availability;
import dev.keyfob.auth.api.spi.CredentialStore;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The store that one account is in, even if another process moves it while a command is under way.
 * Where it is is looked up again when nothing is found, and whenever the account is locked: who
 * holds the lock reads and writes where the account is, and never renews a copy left behind.
 */
final class RelocatableStore implements CredentialStore {
  private final Supplier<CredentialStore> recorded;
  private volatile CredentialStore now;

  /**
   * Looks where the account is.
   *
   * @param recorded opens the store that is recorded at the moment
   */
  RelocatableStore(Supplier<CredentialStore> recorded) {
    this.recorded = recorded;
    now = recorded.get();
  }

  private boolean moved() {
    CredentialStore there = recorded.get();
    if (there.id().equals(now.id())) {
      return false;
    }
    now = there;
    return true;
  }

  @Override
  public String id() {
    return now.id();
  }

  @Override
  public Availability availability() {
    return now.availability();
  }

  @Override
  public Optional<CredentialDocument> find(AccountKey key) {
    Optional<CredentialDocument> found = now.find(key);
    return found.isEmpty() && moved() ? now.find(key) : found;
  }

  @Override
  public void put(AccountKey key, CredentialDocument document) {
    now.put(key, document);
  }

  @Override
  public void put(AccountKey key, CredentialDocument document, AccountLock lock) {
    now.put(key, document, lock);
  }

  @Override
  public Optional<CredentialDocument> recent(AccountKey key) {
    return now.recent(key);
  }

  @Override
  public void watch(Consumer<AccountKey> changed) {
    now.watch(changed);
  }

  @Override
  public boolean delete(AccountKey key) {
    return now.delete(key);
  }

  @Override
  public List<AccountKey> list(String profile) {
    return now.list(profile);
  }

  @Override
  public void requireWritable(AccountKey key) {
    now.requireWritable(key);
  }

  @Override
  public Optional<String> setAside(AccountKey key) {
    return now.setAside(key);
  }

  @Override
  public boolean lacksPassphrase(AccountKey key) {
    return now.lacksPassphrase(key);
  }

  @Override
  public AccountLock lock(AccountKey key, Duration limit, AccountLocks local) {
    while (true) {
      AccountLock lock = now.lock(key, limit, local);
      boolean keep = false;
      try {
        keep = !moved();
      } finally {
        if (!keep) {
          lock.close();
        }
      }
      if (keep) {
        return lock;
      }
    }
  }
}
