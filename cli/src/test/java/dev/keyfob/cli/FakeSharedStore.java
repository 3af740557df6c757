package dev.keyfob.cli;

import dev.keyfob.auth.api.AccountKey;
import dev.keyfob.auth.api.CredentialDocument;
import dev.keyfob.auth.api.spi.Availability;
import dev.keyfob.auth.api.spi.CredentialStore;
import dev.keyfob.auth.api.spi.CredentialStoreFactory;
import dev.keyfob.auth.api.spi.SharedStore;
import dev.keyfob.auth.api.spi.StoreContext;
import dev.keyfob.auth.testkit.InMemoryStore;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A store on a server that is not there. */
final class FakeSharedStore implements SharedStore, CredentialStoreFactory {
  private final InMemoryStore documents = new InMemoryStore("shared");

  @Override
  public String id() {
    return documents.id();
  }

  @Override
  public CredentialStore open(StoreContext context) {
    return this;
  }

  @Override
  public Availability availability() {
    return documents.availability();
  }

  @Override
  public Optional<CredentialDocument> find(AccountKey key) {
    return documents.find(key);
  }

  @Override
  public void put(AccountKey key, CredentialDocument document) {
    documents.put(key, document);
  }

  @Override
  public boolean delete(AccountKey key) {
    return documents.delete(key);
  }

  @Override
  public List<AccountKey> list(String profile) {
    return documents.list(profile);
  }

  @Override
  public void requireWritable(AccountKey key) {
    documents.requireWritable(key);
  }

  @Override
  public Optional<String> setAside(AccountKey key) {
    return documents.setAside(key);
  }

  @Override
  public String prepare() {
    return "The server is ready.";
  }

  @Override
  public int rotateKey() {
    return 2;
  }

  @Override
  public Map<String, String> describe(AccountKey key) {
    return Map.of("server", "not there");
  }
}
