package dev.keyfob.auth.testkit;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.keyfob.auth.api.AccountKey;
import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.CredentialDocument;
import dev.keyfob.auth.api.ErrorCode;
import dev.keyfob.auth.api.spi.AccountLock;
import dev.keyfob.auth.api.spi.AccountLocks;
import dev.keyfob.auth.api.spi.CredentialStore;
import dev.keyfob.auth.api.spi.support.JsonText;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What every store keeps to. Extend it with a test class of your own, say how your store is opened,
 * and these tests run beside yours. Each test begins with nothing stored.
 */
public abstract class CredentialStoreContract {
  private static final AccountKey KEY = AccountKey.of("acme");
  private static final AccountKey OTHER = new AccountKey("acme", "work");

  /**
   * Opens the store on the same data as the last time within one test, with nothing kept in memory,
   * as another process would.
   */
  protected abstract CredentialStore open();

  /** Damages what is stored for an account, beyond understanding. */
  protected abstract void damage(AccountKey key);

  /** How many writes the concurrency tests make: fewer for a store that is slow. */
  protected int writes() {
    return 60;
  }

  /** Names that file systems, shells and protocols trip over. */
  static List<String> oddNames() {
    return List.of(
        "..",
        ".",
        "...",
        "../../etc/passwd",
        "a/b",
        "a\\b",
        "/",
        "~",
        "-rf",
        "$(id)",
        "with blank",
        "per%2Fcent",
        "quote\"'`",
        "default.json",
        ".hidden",
        "trailing.",
        "con",
        "nul.txt",
        "CAPITALS",
        "me@example.com",
        "zoë",
        "zoe\u0308",
        "ユーザー",
        "\uD83D\uDD11 key",
        "\u202Eright-to-left",
        "x".repeat(255),
        "長".repeat(255));
  }

  @Test
  void find_nothingStored_isEmpty() {
    assertEquals(Optional.empty(), open().find(KEY));
  }

  @Test
  void find_anotherProcessHasStored_isTheSameDocument() {
    open().put(KEY, document("{'api_key':'k-12345678','user':{'email':'a@b.c'}}"));
    assertEquals(
        "{\"api_key\":\"k-12345678\",\"user\":{\"email\":\"a@b.c\"}}", stored(KEY).orElseThrow());
  }

  @Test
  void put_unknownKeysAtEveryLevel_areKept() {
    String json =
        "{'oauth':{'access_token':'t','x_extra':{'deep':[1,null,true,'ü\\u0000\\n']}},"
            + "'organization':'org_1','later':{'a':{}},'n':1.50,'big':12345678901234567890}";
    open().put(KEY, document(json));
    assertEquals(
        JsonText.compact(document(json).json()),
        stored(KEY).orElseThrow(),
        "a store keeps the whole document, unknown keys and the form of numbers included");
  }

  @Test
  void put_again_replacesTheWholeDocument() {
    open().put(KEY, document("{'api_key':'first-12345','user':{'email':'a@b.c'}}"));
    open().put(KEY, document("{'pat':'second-12345'}"));
    assertEquals("{\"pat\":\"second-12345\"}", stored(KEY).orElseThrow());
  }

  @Test
  void put_documentOfSixKilobytes_isKeptWhole() {
    String json = "{\"oauth\":{\"access_token\":\"" + "t".repeat(6000) + "\"}}";
    open().put(KEY, CredentialDocument.of(JsonText.parseObject(json)));
    assertEquals(json, stored(KEY).orElseThrow());
  }

  @Test
  void put_emptyDocument_isADocument() {
    open().put(KEY, CredentialDocument.EMPTY);
    assertEquals(Optional.of("{}"), stored(KEY));
  }

  @Test
  void put_oneAccount_leavesTheOthersAlone() {
    open().put(KEY, document("{'api_key':'one-12345678'}"));
    open().put(OTHER, document("{'api_key':'two-12345678'}"));
    open().put(new AccountKey("other", "default"), document("{'api_key':'three-123456'}"));
    open().put(KEY, document("{'api_key':'new-12345678'}"));
    open().delete(OTHER);
    assertEquals(Optional.of("{\"api_key\":\"new-12345678\"}"), stored(KEY));
    assertEquals(Optional.empty(), stored(OTHER));
    assertEquals(
        Optional.of("{\"api_key\":\"three-123456\"}"), stored(new AccountKey("other", "default")));
  }

  @Test
  void delete_stored_removesItOnce() {
    open().put(KEY, document("{'api_key':'one-12345678'}"));
    assertTrue(open().delete(KEY), "delete says that there was a document");
    assertEquals(Optional.empty(), stored(KEY), "find after delete is empty");
    assertFalse(open().delete(KEY), "a second delete says that there was none");
  }

  @Test
  void delete_thenPut_storesAgain() {
    open().put(KEY, document("{'api_key':'one-12345678'}"));
    open().delete(KEY);
    open().put(KEY, document("{'api_key':'two-12345678'}"));
    assertEquals(Optional.of("{\"api_key\":\"two-12345678\"}"), stored(KEY));
  }

  @Test
  void list_severalAccounts_areThoseOfTheProfile() {
    assertEquals(List.of(), open().list("acme"));
    open().put(KEY, document("{'api_key':'one-12345678'}"));
    open().put(OTHER, document("{'api_key':'two-12345678'}"));
    open().put(AccountKey.of("other"), document("{'api_key':'three-123456'}"));
    assertEquals(Set.of(KEY, OTHER), Set.copyOf(open().list("acme")));
    assertEquals(List.of(AccountKey.of("other")), open().list("other"));
    open().delete(KEY);
    assertEquals(List.of(OTHER), open().list("acme"));
  }

  @ParameterizedTest
  @MethodSource("oddNames")
  void put_oddAccountName_isStoredListedAndDeleted(String name) {
    AccountKey key = new AccountKey("acme", name);
    open().put(key, document("{'api_key':'odd-12345678'}"));
    assertEquals(
        Optional.of("{\"api_key\":\"odd-12345678\"}"),
        stored(key),
        "find gives what was stored under an account name of any characters and 255 of them");
    assertEquals(
        List.of(key),
        open().list("acme"),
        "list gives the account name as it was stored, also where SafeFileName has shortened it");
    assertTrue(open().delete(key), "delete finds what was stored");
    assertEquals(List.of(), open().list("acme"), "list names nothing that was deleted");
  }

  @ParameterizedTest
  @MethodSource("oddNames")
  void put_oddProfileName_isStoredAndListed(String name) {
    AccountKey key = AccountKey.of(name);
    open().put(key, document("{'api_key':'odd-12345678'}"));
    assertEquals(
        Optional.of("{\"api_key\":\"odd-12345678\"}"),
        stored(key),
        "find gives what was stored under a profile name of any characters and 255 of them");
    assertEquals(List.of(key), open().list(name), "list takes the profile name as it was stored");
  }

  @Test
  void put_allOddNames_collideNowhere() {
    List<AccountKey> keys =
        oddNames().stream()
            .flatMap(
                name ->
                    List.of(
                        new AccountKey("acme", name),
                        AccountKey.of(name),
                        new AccountKey("acme", withFirstReplaced(name)))
                        .stream())
            .distinct()
            .toList();
    for (int i = 0; i < keys.size(); i++) {
      open().put(keys.get(i), document("{'api_key':'key-number-" + i + "'}"));
    }
    for (int i = 0; i < keys.size(); i++) {
      assertEquals(
          Optional.of("{\"api_key\":\"key-number-" + i + "\"}"),
          stored(keys.get(i)),
          keys.get(i).toString());
    }
  }

  /** By code points: half a surrogate pair would be no character, and no two of them differ. */
  private static String withFirstReplaced(String name) {
    return "a" + name.substring(name.offsetByCodePoints(0, 1));
  }

  @Test
  void put_namesThatDifferInCaseOnly_areDifferentAccounts() {
    open().put(new AccountKey("acme", "Work"), document("{'api_key':'upper-123456'}"));
    open().put(OTHER, document("{'api_key':'lower-123456'}"));
    assertEquals(
        Optional.of("{\"api_key\":\"upper-123456\"}"), stored(new AccountKey("acme", "Work")));
    assertEquals(Optional.of("{\"api_key\":\"lower-123456\"}"), stored(OTHER));
  }

  @Test
  void availability_storeThatWorks_isYes() {
    assertTrue(
        open().availability().available(),
        () -> "a store that works is available, but: " + open().availability());
  }

  @Test
  void requireWritable_storeThatWorks_changesNothing() {
    assertDoesNotThrow(() -> open().requireWritable(KEY));
    assertEquals(Optional.empty(), stored(KEY));
    assertEquals(List.of(), open().list("acme"));
    open().put(KEY, document("{'api_key':'one-12345678'}"));
    assertDoesNotThrow(() -> open().requireWritable(KEY));
    assertEquals(Optional.of("{\"api_key\":\"one-12345678\"}"), stored(KEY));
  }

  @Test
  void find_damaged_isCorruptAndSaysHowToHeal() {
    open().put(KEY, document("{'api_key':'canary-12345'}"));
    damage(KEY);
    AuthException.StoreCorrupt e =
        assertThrows(
            AuthException.StoreCorrupt.class,
            () -> open().find(KEY),
            "a damaged document is neither absent (empty) nor StoreUnavailable");
    assertEquals(ErrorCode.STORE_CORRUPT, e.code());
    assertEquals(
        Optional.of("keyfob login acme"), e.hint(), "the hint is the account's loginCommand()");
    assertFalse(e.toString().contains("canary"), () -> "the message shows what is stored: " + e);
  }

  @Test
  void find_damaged_leavesTheOthersReadable() {
    open().put(KEY, document("{'api_key':'one-12345678'}"));
    open().put(OTHER, document("{'api_key':'two-12345678'}"));
    damage(KEY);
    assertEquals(Optional.of("{\"api_key\":\"two-12345678\"}"), stored(OTHER));
  }

  @Test
  void setAside_damaged_makesRoomForANewDocument() {
    open().put(KEY, document("{'api_key':'one-12345678'}"));
    damage(KEY);
    assertDoesNotThrow(() -> open().requireWritable(KEY));
    assertTrue(open().setAside(KEY).isPresent(), "setAside says where the document is kept");
    assertEquals(Optional.empty(), stored(KEY));
    assertEquals(List.of(), open().list("acme"));
    open().put(KEY, document("{'api_key':'two-12345678'}"));
    assertEquals(Optional.of("{\"api_key\":\"two-12345678\"}"), stored(KEY));
  }

  @Test
  void setAside_nothingStored_isEmpty() {
    assertEquals(Optional.empty(), open().setAside(KEY));
  }

  @Test
  void lock_storeOfThisMachine_usesTheLockGiven() {
    List<String> acquired = new ArrayList<>();
    AccountLocks locks =
        (name, limit) -> {
          acquired.add(name);
          return () -> acquired.remove(name);
        };
    try (AccountLock _ = open().lock(KEY, Duration.ofSeconds(1), locks);
        AccountLock _ = open().lock(OTHER, Duration.ofSeconds(1), locks)) {
      assertTrue(
          acquired.isEmpty() || Set.copyOf(acquired).size() == 2,
          () -> "lock takes one lock of a different name for each account, but took " + acquired);
    }
    assertEquals(List.of(), acquired);
  }

  @Test
  void find_whileAnotherWrites_isAlwaysAWholeDocument() throws Exception {
    open().put(KEY, generation(0));
    AtomicBoolean writing = new AtomicBoolean(true);
    try (ExecutorService threads = Executors.newCachedThreadPool()) {
      List<Future<Integer>> readers =
          IntStream.range(0, 3)
              .mapToObj(i -> threads.submit(readWhile(writing)))
              .collect(Collectors.toList());
      CredentialStore writer = open();
      try {
        for (int i = 1; i <= writes(); i++) {
          writer.put(KEY, generation(i));
        }
      } finally {
        writing.set(false);
      }
      for (Future<Integer> reader : readers) {
        assertTrue(reader.get() > 0);
      }
    }
    assertEquals(JsonText.compact(generation(writes()).json()), stored(KEY).orElseThrow());
  }

  /** Reads until told to stop; every document's halves must be of one generation. */
  private Callable<Integer> readWhile(AtomicBoolean writing) {
    return () -> {
      int reads = 0;
      CredentialStore store = open();
      do {
        var json = store.find(KEY).orElseThrow().json();
        assertEquals(json.getString("first"), json.getString("last"));
        reads++;
      } while (writing.get());
      return reads;
    };
  }

  @Test
  void put_firstWritesOfManyAtOnce_allSucceed() throws Exception {
    try (ExecutorService threads = Executors.newCachedThreadPool()) {
      List<Future<?>> writers = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        AccountKey key = new AccountKey("acme", "account-" + i);
        writers.add(threads.submit(() -> open().put(key, document("{'api_key':'k-12345678'}"))));
      }
      for (Future<?> writer : writers) {
        writer.get();
      }
    }
    assertEquals(8, open().list("acme").size());
  }

  private static CredentialDocument generation(int number) {
    String mark = "generation-" + number;
    return document(
        "{'first':'" + mark + "','filling':'" + "x".repeat(3000) + "','last':'" + mark + "'}");
  }

  /** What another process would find. */
  protected final Optional<String> stored(AccountKey key) {
    return open().find(key).map(document -> JsonText.compact(document.json()));
  }

  /** A document out of JSON with single quotes for double ones. */
  protected static CredentialDocument document(String json) {
    return CredentialDocument.of(JsonText.parseObject(json.replace('\'', '"')));
  }
}
