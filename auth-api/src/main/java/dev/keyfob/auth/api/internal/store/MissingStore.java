package dev.keyfob.auth.api.internal.store;

import dev.keyfob.auth.api.AccountKey;
import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.CredentialDocument;
import dev.keyfob.auth.api.spi.Availability;
import dev.keyfob.auth.api.spi.CredentialStore;
import java.util.List;
import java.util.Optional;

/**
 * Stands for a store that the program has not brought along: nothing is in it and nothing can be
 * put there. The environment still works.
 */
record MissingStore(String id) implements CredentialStore {
  @Override
  public Availability availability() {
    return Availability.no(sentence(), "add a store to the program's module path");
  }

  @Override
  public Optional<CredentialDocument> find(AccountKey key) {
    return Optional.empty();
  }

  @Override
  public void put(AccountKey key, CredentialDocument document) {
    throw unavailable();
  }

  @Override
  public boolean delete(AccountKey key) {
    return false;
  }

  @Override
  public List<AccountKey> list(String profile) {
    return List.of();
  }

  @Override
  public void requireWritable(AccountKey key) {
    throw unavailable();
  }

  @Override
  public Optional<String> setAside(AccountKey key) {
    return Optional.empty();
  }

  private AuthException unavailable() {
    return new AuthException.StoreUnavailable(
        sentence(), "add a store to the program's module path", null);
  }

  private String sentence() {
    return "There is no store named " + id + " in this program.";
  }
}
