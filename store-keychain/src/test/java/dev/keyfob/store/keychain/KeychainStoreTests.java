package dev.keyfob.store.keychain;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.keyfob.auth.api.AccountKey;
import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.CredentialDocument;
import dev.keyfob.auth.api.spi.Availability;
import dev.keyfob.auth.api.spi.support.JsonText;
import dev.keyfob.store.keychain.access.FakeKeychain;
import dev.keyfob.store.keychain.access.KeychainItem;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class KeychainStoreTests {
  private static final AccountKey KEY = AccountKey.of("acme");
  private static final KeychainItem SLOT = new KeychainItem("keyfob", "acme", "default");
  private static final KeychainItem DAMAGED = new KeychainItem("keyfob-damaged", "acme", "default");

  private final FakeKeychain keychain = new FakeKeychain();
  private final KeychainStore store = new KeychainStore("acme", keychain);

  private Optional<String> found() {
    return store.find(KEY).map(document -> JsonText.compact(document.json()));
  }

  private static CredentialDocument document(String json) {
    return CredentialDocument.of(JsonText.parseObject(json));
  }

  @Nested
  class Documents {
    @Test
    void put_writesCompactJson_underTheAccountsName() {
      store.put(KEY, document("{ \"api_key\" : \"k1\", \"x\" : [ 1 ] }"));
      assertEquals("{\"api_key\":\"k1\",\"x\":[1]}", keychain.text(SLOT));
      assertEquals("keyfob: acme (default)", SLOT.label());
    }

    @Test
    void text_isWiped_whenWrittenAndWhenRead() {
      store.put(KEY, document("{\"api_key\":\"k1\"}"));
      byte[] written = keychain.lastArray();
      assertArrayEquals(new byte[16], written);

      assertEquals(Optional.of("{\"api_key\":\"k1\"}"), found());
      byte[] read = keychain.lastArray();
      assertArrayEquals(new byte[16], read);
    }

    @Test
    void find_withoutAnItem_isEmpty() {
      assertEquals(Optional.empty(), found());
    }

    @Test
    void delete_tellsWhetherThereWasOne() {
      keychain.given(SLOT, "{}");
      assertTrue(store.delete(KEY));
      assertFalse(store.delete(KEY));
    }

    @Test
    void list_leavesOutWhatCannotBeAnAccount() {
      keychain.given(SLOT, "{}").given(new KeychainItem("keyfob", "acme", "\u001b[31m"), "{}");
      assertEquals(List.of(KEY), store.list("acme"));
    }
  }

  @Nested
  class Legacy {
    @Test
    void rawToken_isReadAsASession() {
      keychain.given(SLOT, "eyJhbGciOi.J9.x-_\n");
      assertEquals(Optional.of("{\"oauth\":\"eyJhbGciOi.J9.x-_\"}"), found());
    }

    @Test
    void rawToken_isReplacedByTheNextWrite() {
      keychain.given(SLOT, "token");
      store.put(KEY, document("{\"oauth\":{}}"));
      assertEquals("{\"oauth\":{}}", keychain.text(SLOT));
    }
  }

  @Nested
  class LaterVersion {
    @Test
    void document_isRefused_andLeftAlone() {
      keychain.given(SLOT, "{\"version\":2,\"api_key\":{}}");
      AuthException.StoreUnavailable e =
          assertThrows(AuthException.StoreUnavailable.class, () -> store.find(KEY));
      assertEquals(Optional.of("update keyfob"), e.hint());
      keychain.given(SLOT, "{\"version\":1,\"api_key\":\"k1\"}");
      assertEquals(Optional.of("{\"version\":1,\"api_key\":\"k1\"}"), found());
    }
  }

  @Nested
  class Damage {
    @Test
    void text_thatIsNeitherJsonNorAToken_isCorrupt() {
      for (String text :
          List.of(
              "", "{\"oauth\":{\"acc", "[]", "\"text\"", "two words", "two\nlines", "é\u0000")) {
        keychain.given(SLOT, text);
        AuthException.StoreCorrupt e =
            assertThrows(AuthException.StoreCorrupt.class, () -> store.find(KEY), text);
        assertEquals(Optional.of("keyfob login acme"), e.hint());
        assertEquals(
            "The keychain's item \"keyfob: acme (default)\" is damaged: it is not a JSON object.",
            e.getMessage());
      }
    }

    @Test
    void setAside_keepsTheTextElsewhere() {
      keychain.given(SLOT, "{\"oauth");
      assertEquals(
          Optional.of("the keychain's item \"keyfob-damaged: acme (default)\""),
          store.setAside(KEY));
      assertNull(keychain.text(SLOT));
      assertEquals("{\"oauth", keychain.text(DAMAGED));
      assertEquals(List.of(), store.list("acme"));
    }

    @Test
    void setAside_twice_keepsBoth() {
      keychain.given(DAMAGED, "first").given(SLOT, "second");
      assertEquals(
          Optional.of("the keychain's item \"keyfob-damaged: acme (default 2)\""),
          store.setAside(KEY));
      assertEquals("first", keychain.text(DAMAGED));
      assertEquals(
          "second", keychain.text(new KeychainItem("keyfob-damaged", "acme", "default 2")));
    }

    @Test
    void setAside_withoutAnItem_isEmpty() {
      assertEquals(Optional.empty(), store.setAside(KEY));
    }
  }

  @Nested
  class Failures {
    @Test
    void availability_givesReasonAndRemedy() {
      assertEquals(Availability.YES, store.availability());
      keychain.failing("It is locked.", "unlock it");
      assertEquals(
          Availability.no("It is locked.", "unlock it, or: keyfob login acme --store file"),
          store.availability());
    }

    @Test
    void everyCall_isUnavailable_withTheAccountsLogin() {
      keychain.failing("It is locked.", "unlock it");
      AccountKey work = new AccountKey("acme", "work");
      for (Runnable call :
          List.<Runnable>of(
              () -> store.find(work),
              () -> store.put(work, CredentialDocument.EMPTY),
              () -> store.delete(work),
              () -> store.requireWritable(work),
              () -> store.setAside(work))) {
        AuthException.StoreUnavailable e =
            assertThrows(AuthException.StoreUnavailable.class, call::run);
        assertEquals("It is locked.", e.getMessage());
        assertEquals(
            Optional.of("unlock it, or: keyfob login acme --account work --store file"), e.hint());
      }
      assertThrows(AuthException.StoreUnavailable.class, () -> store.list("acme"));
    }
  }
}
