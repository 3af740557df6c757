package dev.keyfob.store.file;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.keyfob.auth.api.AccountKey;
import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.CredentialDocument;
import dev.keyfob.auth.api.spi.Availability;
import dev.keyfob.auth.api.spi.support.JsonText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileCredentialStoreTests {
  private static final AccountKey KEY = AccountKey.of("acme");
  private static final AccountKey WORK = new AccountKey("acme", "work");

  @TempDir Path directory;
  private Home home;

  @BeforeEach
  void openHome() {
    home = new Home(directory);
  }

  @Test
  void put_document_isReadableJsonAtThePathThatTheManualNames() throws IOException {
    put(KEY, "{\"api_key\":\"k-12345678\"}");
    put(WORK, "{\"pat\":\"p-12345678\"}");
    assertEquals(
        "{\n    \"api_key\": \"k-12345678\"\n}\n",
        Files.readString(home.path("data/credentials/acme/default.json")));
    assertTrue(Files.exists(home.path("data/credentials/acme/work.json")));
  }

  @Test
  void put_oneAccount_leavesTheOthersByteIdentical() {
    byte[] strange = " {\"api_key\" :  \"w-12345678\" } ".getBytes(StandardCharsets.UTF_8);
    home.write(WORK, strange);
    put(KEY, "{\"api_key\":\"k-12345678\"}");
    home.store().delete(KEY);
    assertArrayEquals(strange, Home.read(home.file(WORK)));
  }

  @Test
  void put_afterKilledWriters_removesWhatTheyLeftOfThisAccountOnly() throws IOException {
    put(KEY, "{\"api_key\":\"k-12345678\"}");
    Path parent = home.accounts();
    Path own = Home.write(parent.resolve(".default.json.3.tmp"), new byte[] {1});
    Path other = Home.write(parent.resolve(".work.json.0.tmp"), new byte[] {1});
    put(KEY, "{\"api_key\":\"n-12345678\"}");
    assertFalse(Files.exists(own));
    assertTrue(Files.exists(other));
    home.store().delete(WORK);
    home.store().delete(KEY);
    assertEquals(List.of(other), files(parent));
  }

  @Test
  void delete_account_leavesNoSecretBehind() throws IOException {
    put(KEY, "{\"api_key\":\"k-12345678\"}");
    Path parent = home.accounts();
    Home.write(parent.resolve(".default.json.0.tmp"), new byte[] {1});
    assertTrue(home.store().delete(KEY));
    assertEquals(List.of(), files(parent));
  }

  @Test
  void put_documentLargerThanAnyCredential_isRefusedAndTheOldOneKept() {
    put(KEY, "{\"api_key\":\"k-12345678\"}");
    CredentialDocument huge = document("{\"x\":\"" + "y".repeat(DocumentFile.MAX_BYTES) + "\"}");
    assertThrows(AuthException.StoreUnavailable.class, () -> home.store().put(KEY, huge));
    assertTrue(home.store().find(KEY).orElseThrow().entry("api_key").isPresent());
  }

  @Test
  void find_fileLargerThanAnyCredential_isDamagedAndNotRead() {
    home.write(KEY, "{".repeat(DocumentFile.MAX_BYTES + 7).getBytes(StandardCharsets.UTF_8));
    AuthException.StoreCorrupt e =
        assertThrows(AuthException.StoreCorrupt.class, () -> home.store().find(KEY));
    assertTrue(e.toString().contains("larger than any credential"), e.toString());
  }

  @Test
  void find_damagedNamedAccount_hintsAtThatAccount() {
    home.write(WORK, new byte[0]);
    AuthException.StoreCorrupt e =
        assertThrows(AuthException.StoreCorrupt.class, () -> home.store().find(WORK));
    assertEquals(Optional.of("keyfob login acme --account work"), e.hint());
    assertTrue(e.toString().contains(home.file(WORK).toString()), e.toString());
    assertTrue(e.toString().contains("it is empty"), e.toString());
  }

  @Test
  void laterVersion_isNeitherReadNorOverwrittenNorSetAside() {
    byte[] later = "{\"version\":2,\"vault\":\"x\"}".getBytes(StandardCharsets.UTF_8);
    home.write(KEY, later);
    assertThrows(AuthException.StoreUnavailable.class, () -> home.store().find(KEY));
    assertThrows(
        AuthException.StoreUnavailable.class, () -> put(KEY, "{\"api_key\":\"k-12345678\"}"));
    assertThrows(AuthException.StoreUnavailable.class, () -> home.store().requireWritable(KEY));
    assertArrayEquals(later, Home.read(home.file(KEY)));
  }

  @Test
  void setAside_damaged_isKeptUnderATimeAndNeverOverwritten() throws IOException {
    for (String damage : List.of("one", "two", "three")) {
      home.write(KEY, damage.getBytes(StandardCharsets.UTF_8));
      Files.setLastModifiedTime(
          home.file(KEY), FileTime.from(Instant.parse("2026-03-01T12:34:56.789Z")));
      home.store().setAside(KEY);
    }
    Path parent = home.accounts();
    assertEquals(
        List.of("one", "two", "three"),
        Stream.of("", "-2", "-3")
            .map(n -> parent.resolve("default.json.corrupt-20260301T123456Z" + n))
            .map(file -> new String(Home.read(file), StandardCharsets.UTF_8))
            .toList());
    assertEquals(List.of(), home.store().list("acme"));
  }

  @Test
  void list_filesThatAreNoDocuments_areLeftOut() throws IOException {
    put(WORK, "{\"api_key\":\"k-12345678\"}");
    Path parent = home.accounts();
    for (String name : List.of(".work.json.0.tmp", "notes.txt", "A.json", "%ZZ.json", "a%.json")) {
      Files.writeString(parent.resolve(name), "x");
    }
    assertEquals(List.of(WORK), home.store().list("acme"));
  }

  @Test
  void availability_nothingThereYet_isYesAndMakesNothing() {
    assertEquals(Availability.YES, home.store().availability());
    assertFalse(Files.exists(home.path("data")));
  }

  @Test
  void availability_fileInTheWay_isNoWithTheReason() throws IOException {
    Files.writeString(home.path("data"), "x");
    Availability answer = home.store().availability();
    assertFalse(answer.available());
    assertTrue(answer.reason().orElseThrow().contains(home.path("data").toString()));
  }

  @Test
  void find_nothingThereYet_makesNothing() {
    assertEquals(Optional.empty(), home.store().find(KEY));
    assertFalse(Files.exists(home.path("data")));
  }

  /** A file system of 64 KiB, which only root can make. */
  @Nested
  class SmallDisk {
    @Test
    void fullDisk_isFoundBeforehandAndLeavesTheOldDocument() throws Exception {
      withDisk(
          "size=64k",
          () -> {
            put(KEY, "{\"api_key\":\"k-12345678\"}");
            home.store().requireWritable(KEY);
            Files.write(home.path("data/filler"), new byte[50 * 1024]);
            assertFull(() -> home.store().requireWritable(KEY));
            assertFull(() -> put(KEY, "{\"api_key\":\"" + "n".repeat(20_000) + "\"}"));
            assertEquals(
                "{\"api_key\":\"k-12345678\"}",
                JsonText.compact(home.store().find(KEY).orElseThrow().json()));
            assertEquals(List.of(home.file(KEY)), files(home.accounts()));
          });
    }

    @Test
    void readOnlyMount_canBeReadAndIsFoundNotWritableBeforehand() throws Exception {
      withDisk(
          "size=64k",
          () -> {
            put(KEY, "{\"api_key\":\"k-12345678\"}");
            run("mount", "-o", "remount,ro", home.path("data").toString());
            assertTrue(home.store().find(KEY).isPresent());
            assertFalse(home.store().availability().available());
            AuthException.StoreUnavailable e =
                assertThrows(
                    AuthException.StoreUnavailable.class, () -> home.store().requireWritable(KEY));
            assertTrue(e.toString().contains("ead-only"), e.toString());
          });
    }

    private interface Body {
      void run() throws Exception;
    }

    private void withDisk(String options, Body body) throws Exception {
      Path mount = Files.createDirectories(home.path("data"));
      assumeTrue(
          run("mount", "-t", "tmpfs", "-o", options + ",mode=700", "tmpfs", mount.toString()) == 0,
          "mounting is not possible here");
      try {
        body.run();
      } finally {
        run("umount", mount.toString());
      }
    }

    private static int run(String... command) throws Exception {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      process.getInputStream().readAllBytes();
      assertTrue(process.waitFor(30, TimeUnit.SECONDS));
      return process.exitValue();
    }

    private static void assertFull(org.junit.jupiter.api.function.Executable action) {
      AuthException.StoreUnavailable e = assertThrows(AuthException.StoreUnavailable.class, action);
      assertTrue(e.toString().contains("no space left"), e.toString());
    }
  }

  private void put(AccountKey key, String json) {
    home.store().put(key, document(json));
  }

  private static CredentialDocument document(String json) {
    return CredentialDocument.of(JsonText.parseObject(json));
  }

  private static List<Path> files(Path parent) throws IOException {
    try (Stream<Path> files = Files.list(parent)) {
      return files.sorted().toList();
    }
  }
}
