package dev.keyfob.auth.api.internal.store;

import dev.keyfob.auth.api.AccountKey;
import dev.keyfob.auth.api.CredentialDocument;
import dev.keyfob.auth.api.spi.Availability;
import dev.keyfob.auth.api.spi.CredentialStore;
import java.util.List;
import java.util.Optional;

/** Another store, with a look at the world before and after everything that it does. */
class WatchedStore implements CredentialStore {
  private final CredentialStore store;
  private final Runnable look;

  WatchedStore(CredentialStore store, Runnable look) {
    this.store = store;
    this.look = look;
  }

  @Override
  public String id() {
    return store.id();
  }

  @Override
  public Availability availability() {
    return store.availability();
  }

  @Override
  public Optional<CredentialDocument> find(AccountKey key) {
    look.run();
    return store.find(key);
  }

  @Override
  public void put(AccountKey key, CredentialDocument document) {
    look.run();
    store.put(key, document);
    look.run();
  }

  @Override
  public boolean delete(AccountKey key) {
    look.run();
    boolean existed = store.delete(key);
    look.run();
    return existed;
  }

  @Override
  public List<AccountKey> list(String profile) {
    return store.list(profile);
  }

  @Override
  public void requireWritable(AccountKey key) {
    store.requireWritable(key);
  }

  @Override
  public Optional<String> setAside(AccountKey key) {
    return store.setAside(key);
  }
}
