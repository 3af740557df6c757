package dev.keyfob.store.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.keyfob.auth.api.AccountKey;
import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.CredentialDocument;
import dev.keyfob.auth.api.Secret;
import dev.keyfob.auth.api.ServiceProfile;
import dev.keyfob.auth.api.spi.AccountLocks;
import dev.keyfob.auth.api.spi.CredentialStore;
import dev.keyfob.auth.api.spi.SealableStore;
import dev.keyfob.auth.api.spi.support.JsonText;
import dev.keyfob.auth.testkit.TestProfiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SharedFileTests {
  private static final String SHARING =
      """
      {'credentialFile':'~/.tool/credentials','environment':{'configDirectory':['TOOL_DIR']},
       'apiKey':{},'oauth':{}}
      """;
  private static final ServiceProfile ONE = TestProfiles.named("one", SHARING);
  private static final ServiceProfile TWO = TestProfiles.named("two", SHARING);
  private static final AccountKey KEY = AccountKey.of("one");
  private static final AccountKey WORK = new AccountKey("one", "work");

  @TempDir Path directory;
  private Home home;
  private Path file;

  @BeforeEach
  void openHome() {
    home = new Home(directory);
    file = home.path(".tool/credentials");
  }

  @Test
  void put_defaultAccount_goesToTheOtherToolsFile() {
    home.store(ONE).put(KEY, document("{'api_key':'k-12345678'}"));
    assertEquals("rw-------", Home.mode(file));
    assertEquals("rwx------", Home.mode(home.path(".tool")));
    assertEquals(Optional.of("{\"api_key\":\"k-12345678\"}"), stored(TWO, AccountKey.of("two")));
    assertFalse(Files.exists(home.credentials()));
  }

  @Test
  void put_configDirectoryVariable_replacesTheDirectory() {
    home.with("TOOL_DIR", home.path("elsewhere").toString());
    home.store(ONE).put(KEY, document("{'api_key':'k-12345678'}"));
    assertTrue(Files.exists(home.path("elsewhere/credentials")));
    assertFalse(Files.exists(file));
  }

  @Test
  void put_otherAccount_staysWithKeyfob() {
    home.store(ONE).put(WORK, document("{'api_key':'w-12345678'}"));
    assertFalse(Files.exists(file));
    assertTrue(Files.exists(home.credentials().resolve("one/work.json")));
    assertEquals(Optional.empty(), stored(TWO, new AccountKey("two", "work")));
  }

  @Test
  void list_defaultInTheSharedFile_isListedOnceWithTheOthers() {
    CredentialStore store = home.store(ONE);
    assertEquals(List.of(), store.list("one"));
    store.put(WORK, document("{'api_key':'w-12345678'}"));
    assertEquals(List.of(WORK), store.list("one"));
    Home.write(home.credentials().resolve("one/default.json"), bytes("{}"));
    assertEquals(List.of(WORK), store.list("one"));
    store.put(KEY, document("{'api_key':'k-12345678'}"));
    assertEquals(Set.of(KEY, WORK), Set.copyOf(store.list("one")));
    assertEquals(2, store.list("one").size());
  }

  @Test
  void put_changedDocument_keepsWhatTheOtherToolHasWritten() {
    Home.write(
        file,
        bytes(
            """
            {"last_used":"x","oauth":{"access_token":"a","device":7},"user":{"email":"e","plan":"p"}}
            """));
    CredentialStore store = home.store(ONE);
    CredentialDocument found = store.find(KEY).orElseThrow();
    store.put(KEY, found.with("api_key", JsonText.PROVIDER.createValue("k-12345678")));
    assertEquals(
        "{\"last_used\":\"x\",\"oauth\":{\"access_token\":\"a\",\"device\":7},"
            + "\"user\":{\"email\":\"e\",\"plan\":\"p\"},\"api_key\":\"k-12345678\"}",
        stored(ONE, KEY).orElseThrow());
  }

  @Test
  void find_legacyOneLineKey_isUpgradedByTheNextWrite() {
    Home.write(file, bytes("sk_legacy_key\n"));
    CredentialStore store = home.store(ONE);
    assertEquals(Optional.of("{\"api_key\":\"sk_legacy_key\"}"), stored(ONE, KEY));
    assertEquals("sk_legacy_key\n", new String(Home.read(file), StandardCharsets.UTF_8));
    store.put(KEY, store.find(KEY).orElseThrow());
    assertTrue(new String(Home.read(file), StandardCharsets.UTF_8).startsWith("{"));
  }

  @Test
  void lock_profilesThatShareTheFile_shareTheLock() {
    List<String> names = new ArrayList<>();
    AccountLocks locks =
        (name, limit) -> {
          names.add(name); // "file:" and the path, where nothing makes a lock of it
          return () -> {};
        };
    home.store(ONE).lock(KEY, Duration.ZERO, locks).close();
    home.store(TWO).lock(AccountKey.of("two"), Duration.ZERO, locks).close();
    home.store(ONE).lock(WORK, Duration.ZERO, locks).close();
    assertEquals(names.get(0), names.get(1));
    assertNotEquals(names.get(0), names.get(2));
    assertTrue(names.get(0).contains(file.toString()));
  }

  @Test
  void put_passphraseInTheEnvironment_leavesTheFileReadableForTheOtherTool() {
    home.with("KEYFOB_PASSPHRASE", "open sesame");
    home.store(ONE).put(KEY, document("{'api_key':'k-12345678'}"));
    assertTrue(new String(Home.read(file), StandardCharsets.UTF_8).contains("k-12345678"));
  }

  @Test
  void seal_sharedFile_isRefused() {
    home.store(ONE).put(KEY, document("{'api_key':'k-12345678'}"));
    SealableStore store = (SealableStore) home.store(ONE);
    assertThrows(
        AuthException.Misconfigured.class, () -> store.seal(KEY, Secret.of("open sesame")));
    assertFalse(store.sealed(KEY));
  }

  @Test
  void delete_sharedFile_leavesTheRestOfTheDirectory() throws IOException {
    home.store(ONE).put(KEY, document("{'api_key':'k-12345678'}"));
    Files.writeString(home.path(".tool/config.toml"), "x");
    assertTrue(home.store(ONE).delete(KEY));
    try (var files = Files.list(home.path(".tool"))) {
      assertEquals(List.of(home.path(".tool/config.toml")), files.toList());
    }
  }

  @Test
  void find_homeUnknown_saysSo() {
    home.with("HOME", "");
    AuthException.Misconfigured e =
        assertThrows(AuthException.Misconfigured.class, () -> stored(ONE, KEY));
    assertTrue(e.toString().contains("~/.tool/credentials"), e.toString());
  }

  @Test
  void find_relativePath_isRefused() {
    ServiceProfile profile = TestProfiles.named("rel", "{'credentialFile':'credentials'}");
    assertThrows(
        AuthException.Misconfigured.class, () -> stored(profile, AccountKey.of("rel")));
  }

  private Optional<String> stored(ServiceProfile profile, AccountKey key) {
    return home.store(profile).find(key).map(document -> JsonText.compact(document.json()));
  }

  private static CredentialDocument document(String json) {
    return CredentialDocument.of(JsonText.parseObject(json.replace('\'', '"')));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
