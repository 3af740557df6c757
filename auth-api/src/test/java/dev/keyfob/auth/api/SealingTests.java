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
import dev.keyfob.auth.api.spi.SealableStore;
import dev.keyfob.auth.api.spi.StoreContext;
import dev.keyfob.auth.api.spi.support.JsonText;
import dev.keyfob.auth.testkit.FakeInteraction;
import dev.keyfob.auth.testkit.InMemoryStore;
import dev.keyfob.auth.testkit.RecordingNotices;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SealingTests {
  private static final AccountKey ACME = AccountKey.of("acme");
  private static final Secret PASSPHRASE = Secret.of("correct horse");

  @TempDir Path home;

  private final List<String> steps = new ArrayList<>();
  private final Map<String, String> environment = new HashMap<>();
  private final RecordingNotices notices = new RecordingNotices();

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

  @Nested
  class NewPassphrases {
    private final Sealable store = new Sealable();

    @Test
    void seal_variable_isThePassphrase() {
      environment.put("KEYFOB_PASSPHRASE", " correct horse ");
      assertEquals(PASSPHRASE, sealed(FakeInteraction.person()));
    }

    @Test
    void seal_person_typesItTwice() {
      FakeInteraction person = person("correct horse", "correct house", "correct horse");
      person.answerSecret("correct horse");
      assertEquals(PASSPHRASE, sealed(person));
      assertEquals(List.of("The passphrases do not match."), person.shown());
      assertEquals("New passphrase for the credentials of acme", person.asked().getFirst());
    }

    @Test
    void seal_personWhoNeverTypesItTwice_changesNothing() {
      FakeInteraction person = person("a1", "a2", "a3", "a4", "a5", "a6");
      assertThrows(AuthException.Misconfigured.class, () -> sealed(person));
      assertEquals(Optional.empty(), store.passphrase);
    }

    @Test
    void seal_personWhoTypesNothing_hasCancelled() {
      FakeInteraction person = person("");
      assertThrows(AuthException.Cancelled.class, () -> sealed(person));
    }

    @Test
    void seal_script_pipesIt() {
      assertEquals(PASSPHRASE, sealed(FakeInteraction.script().pipe("correct horse")));
    }

    @Test
    void seal_scriptWithNone_saysWhatToSet() {
      FakeInteraction script = FakeInteraction.script();
      var failure = assertThrows(AuthException.Misconfigured.class, () -> sealed(script));
      assertEquals(
          Optional.of("export KEYFOB_PASSPHRASE_FILE=\"$FILE\", or pipe it in"), failure.hint());
    }

    @Test
    void seal_nothingStoredOrSealedAlready_asksNobody() {
      FakeInteraction person = person();
      try (Keyfob keyfob = open(store, person)) {
        assertThrows(AuthException.NotLoggedIn.class, () -> keyfob.sealing().seal(ACME));
        store.documents.given(ACME, "{}");
        store.sealed = true;
        assertThrows(AuthException.Misconfigured.class, () -> keyfob.sealing().seal(ACME));
      }
    }

    @Test
    void changePassphrase_variables_areOldAndNew_andTheOldIsPointedOut() {
      environment.put("KEYFOB_PASSPHRASE", "the old one");
      environment.put("KEYFOB_NEW_PASSPHRASE", "correct horse");
      store.documents.given(ACME, "{}");
      store.sealed = true;
      try (Keyfob keyfob = open(store, person())) {
        keyfob.sealing().changePassphrase(ACME);
        store.sealed = false;
        assertThrows(
            AuthException.Misconfigured.class, () -> keyfob.sealing().changePassphrase(ACME));
      }
      assertEquals(Optional.of(PASSPHRASE), store.passphrase);
      assertEquals(
          List.of("KEYFOB_PASSPHRASE still gives the old passphrase."), notices.warnings());
    }

    private Secret sealed(FakeInteraction interaction) {
      store.documents.given(ACME, "{}");
      try (Keyfob keyfob = open(store, interaction)) {
        keyfob.sealing().seal(ACME);
      }
      return store.passphrase.orElseThrow();
    }

    private static FakeInteraction person(String... answers) {
      FakeInteraction person = FakeInteraction.person();
      for (String answer : answers) {
        person.answerSecret(answer);
      }
      return person;
    }
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
    return open(store, FakeInteraction.script());
  }

  private Keyfob open(CredentialStoreFactory store, FakeInteraction interaction) {
    environment.put("KEYFOB_HOME", home.toString());
    Keyfob keyfob =
        Keyfob.builder()
            .environment(environment)
            .interaction(interaction)
            .notices(notices)
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
    private Optional<Secret> passphrase = Optional.empty();

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
    public void seal(AccountKey key, Secret newPassphrase) {
      passphrase = Optional.of(newPassphrase);
      sealed = true;
      steps.add("seal");
    }

    @Override
    public void unseal(AccountKey key) {
      sealed = false;
      steps.add("unseal");
    }

    @Override
    public void changePassphrase(AccountKey key, Secret newPassphrase) {
      passphrase = Optional.of(newPassphrase);
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
