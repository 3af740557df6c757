package dev.keyfob.store.file;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.keyfob.auth.api.AccountKey;
import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.CredentialDocument;
import dev.keyfob.auth.api.ErrorCode;
import dev.keyfob.auth.api.Secret;
import dev.keyfob.auth.api.spi.CredentialStore;
import dev.keyfob.auth.api.spi.SealableStore;
import dev.keyfob.auth.api.spi.support.JsonText;
import dev.keyfob.auth.testkit.FakeInteraction;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SealingTests {
  private static final AccountKey KEY = AccountKey.of("acme");
  private static final String PASSPHRASE = "correct horse battery";
  private static final String DOCUMENT = "{\"api_key\":\"k-12345678\",\"extra\":{\"a\":1}}";

  @TempDir Path directory;

  @Nested
  class Passphrases {
    @BeforeEach
    void seal() {
      put(sealing());
    }

    @Test
    void find_passphraseInTheEnvironment_opens() {
      assertEquals(DOCUMENT, read(sealing()));
    }

    @Test
    void find_passphraseInAFile_isItsFirstLine() throws IOException {
      Path file = Files.writeString(directory.resolve("pass"), PASSPHRASE + "\r\nsecond line\n");
      assertEquals(DOCUMENT, read(home().with("KEYFOB_PASSPHRASE_FILE", file.toString())));
    }

    @Test
    void find_passphraseFileThatIsNotThere_isNamed() {
      AuthException e = unavailable(home().with("KEYFOB_PASSPHRASE_FILE", "/not/there"));
      assertTrue(e.toString().contains("/not/there"), e.toString());
    }

    @Test
    void find_passphraseFileThatIsEmpty_isNamed() throws IOException {
      Path file = Files.writeString(directory.resolve("pass"), "\n");
      unavailable(home().with("KEYFOB_PASSPHRASE_FILE", file.toString()));
    }

    @Test
    void find_nobodyThereAndNoPassphrase_saysWhatToSet() {
      AuthException e = unavailable(home());
      assertTrue(e.toString().contains("no passphrase is at hand"), e.toString());
      assertEquals(Optional.of("export KEYFOB_PASSPHRASE_FILE=\"$FILE\""), e.hint());
    }

    @Test
    void find_wrongPassphraseInTheEnvironment_asksNobody() {
      FakeInteraction person = FakeInteraction.person();
      AuthException e = unavailable(home().with(person).with("KEYFOB_PASSPHRASE", "wrong one"));
      assertTrue(e.toString().contains("KEYFOB_PASSPHRASE"), e.toString());
      assertFalse(e.toString().contains("wrong one"), e.toString());
      assertEquals(List.of(), person.asked());
    }

    @Test
    void find_person_isAskedOnceForAllThatTheProcessDoes() {
      FakeInteraction person = FakeInteraction.person().answerSecret(PASSPHRASE);
      SealableStore store = store(home().with(person));
      assertEquals(DOCUMENT, JsonText.compact(store.find(KEY).orElseThrow().json()));
      store.requireWritable(KEY);
      store.put(KEY, document("{\"api_key\":\"new-12345\"}"));
      assertEquals("new-12345", store.find(KEY).orElseThrow().json().getString("api_key"));
      assertEquals(1, person.asked().size());
      assertEquals("{\"api_key\":\"new-12345\"}", read(sealing()));
    }

    @Test
    void forget_openedBefore_asksAgain() {
      FakeInteraction person =
          FakeInteraction.person().answerSecret(PASSPHRASE).answerSecret(PASSPHRASE);
      FileStoreFactory factory = new FileStoreFactory(Home.CHEAP);
      CredentialStore store = factory.open(home().with(person).context(Home.PROFILE));
      store.find(KEY);
      factory.forget();
      assertTrue(store.find(KEY).isPresent());
      assertEquals(2, person.asked().size());
    }

    @Test
    void find_personMistypes_mayTryAgain() {
      FakeInteraction person =
          FakeInteraction.person().answerSecret("typo").answerSecret(PASSPHRASE);
      assertEquals(DOCUMENT, read(home().with(person)));
      assertEquals(1, person.shown().size());
    }

    @Test
    void find_personDoesNotKnow_isStoppedAfterThreeTries() {
      FakeInteraction person =
          FakeInteraction.person().answerSecret("a").answerSecret("b").answerSecret("c");
      unavailable(home().with(person));
      assertEquals(3, person.asked().size());
    }

    @Test
    void requireWritable_noPassphrase_isFoundBeforeAnythingIsSpent() {
      assertThrows(AuthException.StoreUnavailable.class, () -> store(home()).requireWritable(KEY));
    }

    @Test
    void put_noPassphrase_writesNothing() {
      byte[] before = content();
      assertThrows(
          AuthException.StoreUnavailable.class,
          () -> store(home()).put(KEY, document("{\"api_key\":\"new-12345\"}")));
      assertEquals(text(before), text(content()));
    }

    private AuthException unavailable(Home home) {
      AuthException e =
          assertThrows(AuthException.StoreUnavailable.class, () -> store(home).find(KEY));
      assertEquals(ErrorCode.STORE_UNAVAILABLE, e.code());
      return e;
    }
  }

  @Nested
  class Forms {
    @Test
    void put_newDocumentWithPassphrase_isSealedFromItsFirstByteOn() {
      put(sealing());
      assertTrue(store(home()).sealed(KEY));
      assertFalse(text(content()).contains("k-12345678"));
    }

    @Test
    void put_plainDocumentWithPassphrase_isSealed() {
      put(home());
      put(sealing());
      assertTrue(store(home()).sealed(KEY));
    }

    @Test
    void find_plainDocumentInTheSealedOnesPlace_isRefused() throws IOException {
      put(sealing());
      Files.writeString(file(), "{\"api_key\":\"of-somebody-else\"}");
      assertThrows(AuthException.StoreCorrupt.class, () -> store(sealing()).find(KEY));
      assertThrows(AuthException.StoreCorrupt.class, () -> store(home()).find(KEY));
    }

    @Test
    void put_plainDocumentInTheSealedOnesPlace_sealsAndKeepsThatBeside() throws IOException {
      put(sealing());
      Files.writeString(file(), "{\"note\":1}");
      put(sealing());
      assertTrue(store(home()).sealed(KEY));
    }

    @Test
    void unseal_sealedDocument_isReadInTheClearAfterwards() {
      put(sealing());
      store(sealing()).unseal(KEY);
      assertTrue(store(home()).find(KEY).isPresent());
    }

    @Test
    void put_sealedUnderAnotherPassphrase_isSealedUnderTheNewOne() {
      put(sealing());
      Home other = home().with("KEYFOB_PASSPHRASE", "another one");
      assertTrue(store(other).lacksPassphrase(KEY));
      store(other).setAside(KEY);
      put(other);
      assertTrue(store(other).find(KEY).isPresent());
      assertTrue(store(other).sealed(KEY));
    }

    @Test
    void put_sealedDocument_staysSealedUnderTheSameSaltWithAnotherNonce()
        throws MalformedDocumentException {
      put(sealing());
      SealHeader first = SealHeader.read(content(), "x");
      put(sealing());
      SealHeader second = SealHeader.read(content(), "x");
      assertEquals(text(first.salt()), text(second.salt()));
      assertFalse(text(first.nonce()).equals(text(second.nonce())));
    }

    @Test
    void setAside_damagedSealedDocument_makesTheNextOneSealedToo() {
      put(sealing());
      byte[] damaged = content();
      damaged[damaged.length - 1] ^= 1;
      home().write(KEY, damaged);
      FakeInteraction person = FakeInteraction.person().answerSecret(PASSPHRASE);
      SealableStore store = store(home().with(person));
      store.requireWritable(KEY);
      assertThrows(AuthException.StoreCorrupt.class, () -> store.find(KEY));
      Path kept = Path.of(store.setAside(KEY).orElseThrow());
      store.put(KEY, document(DOCUMENT));
      assertTrue(store.sealed(KEY));
      assertEquals(text(damaged), text(Home.read(kept)));
      assertEquals(1, person.asked().size());
    }

    @Test
    void setAside_sealedDocumentCutInItsHeader_makesTheNextOneSealedToo() {
      put(sealing());
      home().write(KEY, java.util.Arrays.copyOf(content(), 20));
      FakeInteraction person = FakeInteraction.person().answerSecret("another phrase");
      SealableStore store = store(home().with(person));
      store.requireWritable(KEY);
      store.setAside(KEY);
      store.put(KEY, document(DOCUMENT));
      assertTrue(store.sealed(KEY));
      assertEquals(DOCUMENT, read(home().with("KEYFOB_PASSPHRASE", "another phrase")));
    }

    @Test
    void put_overADamagedDocument_keepsIt() throws IOException {
      home().write(KEY, "{\"api_key\":\"half".getBytes(StandardCharsets.UTF_8));
      put(home());
      assertEquals(DOCUMENT, read(home()));
      try (var files = Files.list(home().accounts())) {
        Path kept = files.filter(f -> f.toString().contains(".corrupt-")).findFirst().orElseThrow();
        assertEquals("{\"api_key\":\"half", Files.readString(kept));
        assertEquals("rw-------", Home.mode(kept));
      }
    }
  }

  @Nested
  class Conversions {
    @Test
    void seal_plainDocument_canBeReadWithThePassphraseOnly() {
      put(home());
      store(home()).seal(KEY, Secret.of(PASSPHRASE));
      assertTrue(store(home()).sealed(KEY));
      assertEquals(DOCUMENT, read(sealing()));
      assertEquals("rw-------", Home.mode(home().file(KEY)));
    }

    @Test
    void seal_thenUseInTheSameProcess_asksNobody() {
      put(home());
      SealableStore store = store(home());
      store.seal(KEY, Secret.of(PASSPHRASE));
      assertDoesNotThrow(() -> store.find(KEY));
    }

    @Test
    void unseal_sealedDocument_isReadableForAll() {
      put(sealing());
      store(sealing()).unseal(KEY);
      assertFalse(store(home()).sealed(KEY));
      assertEquals(DOCUMENT, read(home()));
    }

    @Test
    void unseal_wrongPassphrase_leavesTheDocument() {
      put(sealing());
      byte[] before = content();
      assertThrows(
          AuthException.StoreUnavailable.class,
          () -> store(home().with("KEYFOB_PASSPHRASE", "wrong")).unseal(KEY));
      assertEquals(text(before), text(content()));
    }

    @Test
    void changePassphrase_sealedDocument_opensWithTheNewOneOnly() {
      put(sealing());
      store(sealing()).changePassphrase(KEY, Secret.of("another phrase"));
      assertEquals(DOCUMENT, read(home().with("KEYFOB_PASSPHRASE", "another phrase")));
      assertThrows(AuthException.StoreUnavailable.class, () -> store(sealing()).find(KEY));
    }

    @Test
    void conversions_documentInTheOtherForm_areUsageErrors() {
      put(home());
      assertUsage(() -> store(home()).unseal(KEY));
      assertUsage(() -> store(home()).changePassphrase(KEY, Secret.of("another phrase")));
      store(home()).seal(KEY, Secret.of(PASSPHRASE));
      assertUsage(() -> store(sealing()).seal(KEY, Secret.of("another phrase")));
      assertEquals(DOCUMENT, read(sealing()));
    }

    @Test
    void conversions_nothingStored_areNotLoggedIn() {
      assertThrows(
          AuthException.NotLoggedIn.class, () -> store(home()).seal(KEY, Secret.of(PASSPHRASE)));
      assertThrows(AuthException.NotLoggedIn.class, () -> store(home()).unseal(KEY));
      assertFalse(store(home()).sealed(KEY));
    }

    private static void assertUsage(org.junit.jupiter.api.function.Executable action) {
      assertThrows(AuthException.Misconfigured.class, action);
    }
  }

  private Home home() {
    return new Home(directory);
  }

  private Path file() {
    return home().file(KEY);
  }

  private Home sealing() {
    return home().with("KEYFOB_PASSPHRASE", PASSPHRASE);
  }

  private static SealableStore store(Home home) {
    return (SealableStore) home.store();
  }

  private static void put(Home home) {
    home.store().put(KEY, document(DOCUMENT));
  }

  private static String read(Home home) {
    return JsonText.compact(home.store().find(KEY).orElseThrow().json());
  }

  private byte[] content() {
    return Home.read(home().file(KEY));
  }

  private static CredentialDocument document(String json) {
    return CredentialDocument.of(JsonText.parseObject(json));
  }

  private static String text(byte[] content) {
    return new String(content, StandardCharsets.ISO_8859_1);
  }
}
