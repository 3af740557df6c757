package dev.keyfob.auth.api.internal.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.keyfob.auth.api.AccountKey;
import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.Notices;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreRecordsTests {
  private static final AccountKey WORK = new AccountKey("acme", "work");

  @TempDir Path home;

  @Test
  void store_nothingRemembered_isEmptyAndLeavesNoFile() {
    records().rememberStore(WORK, "file");
    assertEquals(Optional.empty(), records().store(WORK));
    assertFalse(Files.exists(home.resolve("accounts")), "the usual store needs no record");
  }

  @Test
  void store_remembered_isPerAccount() {
    records().rememberStore(WORK, "keychain");
    assertEquals(Optional.of("keychain"), records().store(WORK));
    assertEquals(Optional.empty(), records().store(AccountKey.of("acme")));
    records().rememberStore(WORK, "file");
    assertEquals(Optional.of("file"), records().store(WORK));
  }

  @Test
  void stores_ofAProfile_areEachNamedOnce() {
    records().rememberStore(WORK, "keychain");
    records().rememberStore(AccountKey.of("acme"), "keychain");
    records().rememberStore(AccountKey.of("other"), "elsewhere");
    assertEquals(Set.of("keychain"), records().stores("acme"));
    assertEquals(Set.of(), records().stores("nothing"));
  }

  @Test
  void current_chosenAccount_isPerProfile() {
    assertEquals(Optional.empty(), records().current("acme"));
    records().use(WORK);
    assertEquals(Optional.of("work"), records().current("acme"));
    assertEquals(Optional.empty(), records().current("other"));
  }

  @Test
  void leftovers_remembered_areForgottenWithTheNextStore() {
    records().rememberStore(WORK, "file", List.of("keychain"));
    assertEquals(Optional.of("file"), records().store(WORK));
    assertEquals(List.of("keychain"), records().leftovers(WORK));
    records().rememberStore(WORK, "keychain");
    assertEquals(List.of(), records().leftovers(WORK));
  }

  @Test
  void current_profileNamedLikeAFile_isItsOwn() {
    AccountKey odd = new AccountKey("acme.json", "work");
    records().use(WORK);
    records().rememberStore(odd, "keychain");
    assertEquals(Optional.of("keychain"), records().store(odd));
    assertEquals(Optional.of("work"), records().current("acme"));
  }

  @Test
  void store_damagedRecord_namesTheFileAndItsRemedy() throws IOException {
    records().rememberStore(WORK, "keychain");
    Path file = home.resolve("accounts/acme/work.json");
    for (String content : new String[] {"", "rubbish", "{\"store\":7}"}) {
      Files.writeString(file, content);
      var failure = assertThrows(AuthException.StoreCorrupt.class, () -> records().store(WORK));
      assertEquals("rm " + file, failure.hint().orElseThrow());
    }
  }

  private StoreRecords records() {
    return new StoreRecords(home.resolve("accounts"), "file", Notices.NONE);
  }
}
