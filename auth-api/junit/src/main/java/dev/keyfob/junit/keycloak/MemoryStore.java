package dev.keyfob.junit.keycloak;

import dev.keyfob.auth.api.AccountKey;
import dev.keyfob.auth.api.CredentialDocument;
import dev.keyfob.auth.api.spi.Availability;
import dev.keyfob.auth.api.spi.CredentialStore;
import dev.keyfob.auth.api.spi.CredentialStoreFactory;
import dev.keyfob.auth.api.spi.StoreContext;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Keeps what a test has logged in to, for as long as the test runs. Thread-safe. */
final class MemoryStore implements CredentialStore, CredentialStoreFactory {
  static final String ID = "memory";

  private final Map<AccountKey, CredentialDocument> documents = new ConcurrentHashMap<>();

  @Override
  public String id() {
    return ID;
  }

  @Override
  public CredentialStore open(StoreContext context) {
    return this;
  }

  @Override
  public Availability availability() {
    return Availability.YES;
  }

  @Override
  public Optional<CredentialDocument> find(AccountKey key) {
    return Optional.ofNullable(documents.get(key));
  }

  @Override
  public void put(AccountKey key, CredentialDocument document) {
    documents.put(key, document);
  }

  @Override
  public boolean delete(AccountKey key) {
    return documents.remove(key) != null;
  }

  @Override
  public List<AccountKey> list(String profile) {
    return documents.keySet().stream().filter(key -> key.profile().equals(profile)).toList();
  }

  @Override
  public void requireWritable(AccountKey key) {
    // memory always is
  }

  @Override
  public Optional<String> setAside(AccountKey key) {
    return Optional.empty(); // what is in memory is never damaged
  }
}
