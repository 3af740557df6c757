package dev.keyfob.auth.api.internal.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.keyfob.auth.api.AccountKey;
import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.CredentialDocument;
import dev.keyfob.auth.api.MigrationReport;
import dev.keyfob.auth.api.internal.TestAccount;
import dev.keyfob.auth.api.spi.AccountLock;
import dev.keyfob.auth.api.spi.AccountLocks;
import dev.keyfob.auth.api.spi.CredentialStore;
import dev.keyfob.auth.testkit.InMemoryStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreTransactionTests {
  private static final String DOCUMENT = "{\"api_key\":\"k1\",\"other\":1}";

  @TempDir Path directory;

  private final TestAccount acme = new TestAccount();
  private final InMemoryStore file = acme.store;
  private final InMemoryStore keychain = new InMemoryStore("keychain");

  @Nested
  class Migrating {
    @Test
    void migrate_document_isThereAndNowhereElse() {
      file.given(TestAccount.KEY, DOCUMENT);
      MigrationReport report = migrate(keychain);
      assertEquals(new MigrationReport(TestAccount.KEY, "file", "keychain"), report);
      assertTrue(report.moved());
      assertEquals(Optional.of(DOCUMENT), keychain.json(TestAccount.KEY));
      assertEquals(Optional.empty(), file.json(TestAccount.KEY));
      assertEquals(Optional.of("keychain"), records().store(TestAccount.KEY));
      assertEquals(List.of(), records().leftovers(TestAccount.KEY));
      assertEquals("file", migrate(file).to());
      assertEquals(Optional.of(DOCUMENT), file.json(TestAccount.KEY));
    }

    @Test
    void migrate_thereAlready_clearsWhatAKilledOneHasLeft() {
      keychain.given(TestAccount.KEY, DOCUMENT);
      file.given(TestAccount.KEY, DOCUMENT);
      records().rememberStore(TestAccount.KEY, "keychain", List.of("file"));
      assertFalse(migrate(keychain).moved());
      assertEquals(Optional.empty(), file.json(TestAccount.KEY));
      assertEquals(List.of(), records().leftovers(TestAccount.KEY));
    }

    @Test
    void migrate_nothingStored_isNotLoggedIn() {
      assertThrows(AuthException.NotLoggedIn.class, () -> migrate(keychain));
      assertEquals(Optional.empty(), records().store(TestAccount.KEY));
    }

    @Test
    void migrate_whatAnEarlierAttemptLeft_isReplaced_andWhatOthersKeepStays() {
      keychain.given(TestAccount.KEY, "{\"pat\":\"stale\",\"tool\":2,\"user\":{\"email\":\"x\"}}");
      file.given(TestAccount.KEY, DOCUMENT);
      migrate(keychain);
      assertEquals(
          Optional.of("{\"tool\":2,\"api_key\":\"k1\",\"other\":1}"),
          keychain.json(TestAccount.KEY));
    }

    @Test
    void migrate_oldStoreKeepsItsCopy_isSaidAndRememberedForTheNextTime() {
      file.given(TestAccount.KEY, DOCUMENT);
      file.failWrites("The disk is read-only.");
      migrate(keychain);
      assertTrue(acme.notices.warnings().getFirst().contains("read-only"));
      assertEquals(List.of("file"), records().leftovers(TestAccount.KEY));
      file.failWrites(null);
      migrate(keychain);
      assertEquals(Optional.empty(), file.json(TestAccount.KEY));
    }
  }

  @Test
  void put_storeThatIsGone_staysNamedAsOneWithACopy() {
    OtherCopies gone = new OtherCopies(Optional.empty(), List.of(), List.of("vault"));
    try (StoreTransaction move = moves().begin(acme.account(keychain), () -> gone)) {
      move.put(CredentialDocument.EMPTY, Optional.empty());
    }
    assertEquals(Optional.of("keychain"), records().store(TestAccount.KEY));
    assertEquals(List.of("vault"), records().leftovers(TestAccount.KEY));
  }

  @Nested
  class Failing {
    @Test
    void put_newStoreFails_leavesEverythingAsItWas() {
      file.given(TestAccount.KEY, DOCUMENT);
      keychain.failWrites("The keychain is locked.");
      assertThrows(AuthException.StoreUnavailable.class, () -> migrate(keychain));
      assertEquals(Optional.of(DOCUMENT), file.json(TestAccount.KEY));
      assertEquals("file", recorded());
    }

    @Test
    void put_newStoreForgetsWhatItWasGiven_isFoundByReadingItBack() {
      file.given(TestAccount.KEY, DOCUMENT);
      CredentialStore forgetful =
          new WatchedStore(keychain, () -> {}) {
            @Override
            public void put(AccountKey key, CredentialDocument document) {}
          };
      assertThrows(
          AuthException.StoreUnavailable.class,
          () ->
              new StoreMigration(acme.providers(), moves())
                  .migrate(acme.account(forgetful), () -> from(file)));
      assertEquals(Optional.of(DOCUMENT), file.json(TestAccount.KEY));
      assertEquals("file", recorded());
      assertEquals(List.of(), records().leftovers(TestAccount.KEY));
    }

    @Test
    void put_recordCannotBeWritten_writesNothingAtAll() throws IOException {
      file.given(TestAccount.KEY, DOCUMENT);
      Files.writeString(directory.resolve("accounts"), "a file where a directory should be");
      assertThrows(AuthException.StoreUnavailable.class, () -> migrate(keychain));
      assertEquals(0, keychain.writes());
    }

    /** Whenever it is killed: a whole document where the record says, and every copy known. */
    @Test
    void put_atEveryStep_leavesAWholeDocumentWhereTheRecordSays() {
      file.given(TestAccount.KEY, DOCUMENT);
      AtomicInteger steps = new AtomicInteger();
      Runnable check =
          () -> {
            steps.incrementAndGet();
            InMemoryStore there = recorded().equals("file") ? file : keychain;
            InMemoryStore other = there == file ? keychain : file;
            assertEquals(Optional.of(DOCUMENT), there.json(TestAccount.KEY));
            assertTrue(
                other.json(TestAccount.KEY).isEmpty()
                    || records().leftovers(TestAccount.KEY).equals(List.of(other.id())));
          };
      new StoreMigration(acme.providers(), moves())
          .migrate(
              acme.account(new WatchedStore(keychain, check)),
              () -> from(new WatchedStore(file, check)));
      assertTrue(steps.get() >= 8, steps::toString);
    }
  }

  @Nested
  class Locking {
    @Test
    void begin_storesWithLocksOfTheirOwn_takesBothInOneOrder() {
      List<String> order = new ArrayList<>();
      CredentialStore one = withOwnLock("a", order);
      CredentialStore other = withOwnLock("b", order);
      moves().begin(acme.account(one), () -> from(other)).close();
      moves().begin(acme.account(other), () -> from(one)).close();
      assertEquals(List.of("+a", "+b", "-b", "-a", "+a", "+b", "-b", "-a"), order);
    }

    @Test
    void begin_storesThatShareALock_takesItOnce() {
      moves().begin(acme.account(keychain), () -> from(file)).close();
      assertEquals(List.of("acme/default"), acme.locks.taken());
    }

    @Test
    void begin_accountMovedWhileWaiting_looksAgain() {
      List<OtherCopies> places = new ArrayList<>(List.of(from(file), OtherCopies.NOWHERE));
      Supplier<OtherCopies> elsewhere =
          () -> places.size() > 1 ? places.removeFirst() : places.getFirst();
      try (StoreTransaction move = moves().begin(acme.account(keychain), elsewhere)) {
        assertEquals(Optional.empty(), move.before());
      }
    }

    private CredentialStore withOwnLock(String id, List<String> order) {
      return new WatchedStore(new InMemoryStore(id), () -> {}) {
        @Override
        public AccountLock lock(AccountKey key, Duration limit, AccountLocks local) {
          order.add("+" + id);
          return () -> order.add("-" + id);
        }
      };
    }
  }

  private MigrationReport migrate(InMemoryStore to) {
    InMemoryStore other = to == file ? keychain : file;
    return new StoreMigration(acme.providers(), moves())
        .migrate(
            acme.account(to),
            () ->
                recorded().equals(to.id())
                    ? new OtherCopies(
                        Optional.empty(),
                        records().leftovers(TestAccount.KEY).isEmpty() ? List.of() : List.of(other))
                    : from(other));
  }

  private static OtherCopies from(CredentialStore store) {
    return new OtherCopies(Optional.of(store), List.of());
  }

  private StoreTransactions moves() {
    return new StoreTransactions(records(), acme.locks);
  }

  private String recorded() {
    return records().store(TestAccount.KEY).orElse("file");
  }

  private StoreRecords records() {
    return new StoreRecords(directory.resolve("accounts"), "file", acme.notices);
  }
}
