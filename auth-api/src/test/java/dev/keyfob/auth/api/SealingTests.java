package dev.keyfob.auth.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.keyfob.auth.api.spi.AccountLock;
import dev.keyfob.auth.api.spi.AccountLocks;
import dev.keyfob.auth.api.spi.Availability;
import dev.keyfob.auth.api.spi.CredentialStore;
import dev.keyfob.auth.api.spi.CredentialStoreFactory;
import dev.keyfob.auth.api.spi.JsonText;
import dev.keyfob.auth.api.spi.SealableStore;
import dev.keyfob.auth.api.spi.StoreContext;
import dev.keyfob.auth.testkit.InMemoryStore;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SealingTests {
  private static final AccountKey ACME = AccountKey.of("acme");
  private static final Secret PASSPHRASE = Secret.of("correct horse");

  @TempDir Path home;

  private final List<String> steps = new ArrayList<>();

  @Test
  void changes_sealableStore_happenUnderTheLockAfterThePassphraseIsKnown() {
    try (Keyfob keyfob = open(new Sealable())) {
      keyfob.sealing().seal(ACME, PASSPHRASE);
      assertTrue(keyfob.sealing().sealed(ACME));
      keyfob.sealing().changePassphrase(ACME, PASSPHRASE);
      keyfob.sealing().unseal(ACME);
      assertFalse(keyfob.sealing().sealed(ACME));
    }
    assertEquals(
        List.of(
            "writable, lock, seal, unlock",
            "writable, lock, change, unlock",
            "writable, lock, unseal, unlock",
            "forget"),
        List.of(String.join(", ", steps).split(", (?=writable|forget)", -1)));
  }

  @Test
  void seal_storeThatSealsNothing_isAUsageError() {
    try (Keyfob keyfob = open(new InMemoryStore())) {
      assertFalse(keyfob.sealing().sealed(ACME));
      var failure =
          assertThrows(
              AuthException.Misconfigured.class, () -> keyfob.sealing().seal(ACME, PASSPHRASE));
      assertTrue(failure.toString().contains("does not seal"), failure.toString());
    }
  }

  private Keyfob open(CredentialStoreFactory store) {
    Keyfob keyfob =
        Keyfob.builder()
            .environment(Map.of("KEYFOB_HOME", home.toString()))
            .withoutPluginFolder()
            .store(store)
            .open();
    keyfob.profiles().put("acme", JsonText.parseObject("{}"));
    return keyfob;
  }

  /** Notes what is asked of it. */
  private final class Sealable implements SealableStore, CredentialStoreFactory {
    private final InMemoryStore documents = new InMemoryStore();
    private boolean sealed;

    @Override
    public String id() {
      return "file";
    }

    @Override
    public CredentialStore open(StoreContext context) {
      return this;
    }

    @Override
    public void forget() {
      steps.add("forget");
    }

    @Override
    public boolean sealed(AccountKey key) {
      return sealed;
    }

    @Override
    public void seal(AccountKey key, Secret passphrase) {
      sealed = true;
      steps.add("seal");
    }

    @Override
    public void unseal(AccountKey key) {
      sealed = false;
      steps.add("unseal");
    }

    @Override
    public void changePassphrase(AccountKey key, Secret passphrase) {
      steps.add("change");
    }

    @Override
    public void requireWritable(AccountKey key) {
      steps.add("writable");
    }

    @Override
    public AccountLock lock(AccountKey key, Duration limit, AccountLocks local) {
      steps.add("lock");
      return () -> steps.add("unlock");
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
    public Optional<String> setAside(AccountKey key) {
      return documents.setAside(key);
    }
  }
}
