package dev.keyfob.auth.api.internal.plugin;

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

/** A plugin's store, whose faults name the plugin. */
class GuardedStore implements CredentialStore {
  private final CredentialStore store;
  private final PluginGuard blame;

  GuardedStore(CredentialStore store, PluginGuard blame) {
    this.store = store;
    this.blame = blame;
  }

  @Override
  public String id() {
    return blame.call(store::id);
  }

  @Override
  public Availability availability() {
    return blame.call(store::availability);
  }

  @Override
  public Optional<CredentialDocument> find(AccountKey key) {
    return blame.call(() -> store.find(key));
  }

  @Override
  public void put(AccountKey key, CredentialDocument document) {
    run(() -> store.put(key, document));
  }

  @Override
  public void put(AccountKey key, CredentialDocument document, AccountLock lock) {
    run(() -> store.put(key, document, lock));
  }

  @Override
  public Optional<CredentialDocument> recent(AccountKey key) {
    return blame.call(() -> store.recent(key));
  }

  @Override
  public void watch(Consumer<AccountKey> changed) {
    run(() -> store.watch(changed));
  }

  @Override
  public boolean delete(AccountKey key) {
    return blame.call(() -> store.delete(key));
  }

  @Override
  public List<AccountKey> list(String profile) {
    return blame.call(() -> store.list(profile));
  }

  @Override
  public void requireWritable(AccountKey key) {
    run(() -> store.requireWritable(key));
  }

  @Override
  public Optional<String> setAside(AccountKey key) {
    return blame.call(() -> store.setAside(key));
  }

  @Override
  public boolean lacksPassphrase(AccountKey key) {
    return blame.call(() -> store.lacksPassphrase(key));
  }

  @Override
  public AccountLock lock(AccountKey key, Duration limit, AccountLocks local) {
    AccountLock lock = blame.call(() -> store.lock(key, limit, local));
    return new GuardedLock(lock, blame);
  }

  final void run(Runnable call) {
    blame.<Boolean>call(
        () -> {
          call.run();
          return true;
        });
  }
}
