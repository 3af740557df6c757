package dev.keyfob.auth.testkit;

import dev.keyfob.auth.api.AccountKey;
import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.CredentialDocument;
import dev.keyfob.auth.api.spi.Availability;
import dev.keyfob.auth.api.spi.CredentialStore;
import dev.keyfob.auth.api.spi.CredentialStoreFactory;
import dev.keyfob.auth.api.spi.StoreContext;
import dev.keyfob.auth.api.spi.support.JsonText;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A store that forgets, and fails when told to. All profiles share one instance; it is its own
 * factory. Safe for use by many threads.
 */
public final class InMemoryStore implements CredentialStore, CredentialStoreFactory {
  private final String id;
  private final Map<AccountKey, CredentialDocument> documents = new ConcurrentHashMap<>();
  private final Map<AccountKey, String> damaged = new ConcurrentHashMap<>();
  private final AtomicInteger writes = new AtomicInteger();
  private final AtomicInteger reads = new AtomicInteger();
  private volatile Availability availability = Availability.YES;
  private volatile @Nullable String readFailure;
  private volatile @Nullable String writeFailure;
  private volatile @Nullable String writableFailure;
  private final AtomicInteger writeErrors = new AtomicInteger();
  private volatile Error writeError = new AssertionError("no error was set");

  /** A store that takes the place of the file store. */
  public InMemoryStore() {
    this("file");
  }

  public InMemoryStore(String id) {
    this.id = id;
  }

  /** Puts a document there without counting it as a write. */
  public InMemoryStore given(AccountKey key, String json) {
    documents.put(key, CredentialDocument.of(JsonText.parseObject(json)));
    return this;
  }

  /** Makes an account's document one that cannot be understood. */
  public InMemoryStore givenDamaged(AccountKey key) {
    damaged.put(key, "The document of " + key + " is damaged.");
    return this;
  }

  /** From now on reading fails with this sentence; null to make it work again. */
  public void failReads(@Nullable String sentence) {
    readFailure = sentence;
  }

  /** From now on writing and deleting fail with this sentence; null to make it work again. */
  public void failWrites(@Nullable String sentence) {
    writeFailure = sentence;
  }

  /** The next writes fail with this. */
  public void failNextWrites(int count, Error failure) {
    writeErrors.set(count);
    writeError = failure;
  }

  /** From now on the store is known not to be writable; null to make it writable again. */
  public void notWritable(@Nullable String sentence) {
    writableFailure = sentence;
  }

  /** From now on {@link #availability()} gives this. */
  public void available(Availability answer) {
    availability = answer;
  }

  /** What is stored for an account, as compact JSON; empty if nothing is. */
  public Optional<String> json(AccountKey key) {
    return Optional.ofNullable(documents.get(key))
        .map(document -> JsonText.compact(document.json()));
  }

  /** How many times {@link #put} has worked. */
  public int writes() {
    return writes.get();
  }

  /** How many times {@link #find} was called. */
  public int reads() {
    return reads.get();
  }

  @Override
  public String id() {
    return id;
  }

  @Override
  public CredentialStore open(StoreContext context) {
    return this;
  }

  @Override
  public Availability availability() {
    return availability;
  }

  @Override
  public Optional<CredentialDocument> find(AccountKey key) {
    reads.incrementAndGet();
    failIf(readFailure);
    String damage = damaged.get(key);
    if (damage != null) {
      throw new AuthException.StoreCorrupt(damage, null, null);
    }
    return Optional.ofNullable(documents.get(key));
  }

  @Override
  public void put(AccountKey key, CredentialDocument document) {
    failIf(writeFailure);
    if (writeErrors.get() > 0) {
      writeErrors.decrementAndGet();
      throw writeError;
    }
    documents.put(key, document);
    writes.incrementAndGet();
  }

  @Override
  public boolean delete(AccountKey key) {
    failIf(writeFailure);
    return documents.remove(key) != null;
  }

  @Override
  public List<AccountKey> list(String profile) {
    failIf(readFailure);
    return documents.keySet().stream().filter(key -> key.profile().equals(profile)).toList();
  }

  @Override
  public void requireWritable(AccountKey key) {
    failIf(writableFailure);
  }

  @Override
  public Optional<String> setAside(AccountKey key) {
    failIf(writeFailure);
    return Optional.ofNullable(damaged.remove(key)).map(damage -> key + ".damaged");
  }

  private static void failIf(@Nullable String sentence) {
    if (sentence != null) {
      throw new AuthException.StoreUnavailable(sentence, null, null);
    }
  }
}
