package dev.keyfob.auth.api.internal.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.keyfob.auth.api.AccountKey;
import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.CredentialDocument;
import dev.keyfob.auth.api.KeyfobDirectories;
import dev.keyfob.auth.api.ServiceProfile;
import dev.keyfob.auth.api.internal.InMemoryLocks;
import dev.keyfob.auth.api.internal.plugin.PluginFolder;
import dev.keyfob.auth.api.internal.plugin.Stores;
import dev.keyfob.auth.api.spi.AccountLock;
import dev.keyfob.auth.api.spi.Availability;
import dev.keyfob.auth.api.spi.CredentialStore;
import dev.keyfob.auth.api.spi.StoreContext;
import dev.keyfob.auth.testkit.FakeInteraction;
import dev.keyfob.auth.testkit.InMemoryStore;
import dev.keyfob.auth.testkit.RecordingNotices;
import dev.keyfob.auth.testkit.TestProfiles;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreSelectionTests {
  private static final AccountKey KEY = AccountKey.of("acme");
  private static final Availability LOCKED =
      Availability.no("The keychain is locked.", "unlock it, or: keyfob login acme --store file");

  @TempDir Path directory;

  private final RecordingNotices notices = new RecordingNotices();
  private final InMemoryStore file = new InMemoryStore("file");
  private final InMemoryStore keychain = new InMemoryStore("keychain");
  private final InMemoryStore plugin = new InMemoryStore("vault");
  private ServiceProfile profile = TestProfiles.acme("{}");

  private StoreRecords records() {
    return new StoreRecords(directory.resolve("accounts"), "file", notices);
  }

  private StoreSelection selection(Optional<String> preferred) {
    return new StoreSelection(
        new Stores(
            List.of(file, keychain, plugin),
            Optional.empty(),
            new PluginFolder(List.of(), notices),
            notices),
        Optional.empty(),
        records(),
        preferred);
  }

  private StoreContext context() {
    return StoreContext.builder(
            profile,
            new KeyfobDirectories(directory, directory, directory),
            FakeInteraction.script())
        .environment(Map.of())
        .notices(notices)
        .build();
  }

  private CredentialStore login(String... asked) {
    return selection(Optional.empty())
        .forLogin(KEY, context(), Optional.of(asked).filter(a -> a.length > 0).map(a -> a[0]));
  }

  private OtherCopies otherCopies(String chosen) {
    return selection(Optional.empty()).otherCopies(KEY, context(), chosen);
  }

  private CredentialStore reading() {
    return selection(Optional.empty()).forReading(KEY, context());
  }

  @Nested
  class Automatic {
    @Test
    void keychain_thatAnswers_isTaken() {
      assertSame(keychain, login());
      assertEquals(List.of(), notices.warnings());
    }

    @Test
    void keychain_thatDoesNot_isSaid_andTheFileTaken() {
      keychain.available(LOCKED);
      assertSame(file, login());
      assertEquals(
          List.of("The credential goes to a file that only you can read. The keychain is locked."),
          notices.warnings());
    }

    @Test
    void account_inAFile_staysThere_andNothingIsSaidAgain() {
      file.given(KEY, "{\"api_key\":\"k1\"}");
      assertSame(file, login());
      assertEquals(List.of(), notices.warnings());
      assertSame(keychain, login("auto"));
    }

    @Test
    void account_inADamagedFile_staysThere() {
      file.givenDamaged(KEY);
      assertSame(file, login());
    }

    @Test
    void fileStore_thatDoesNotAnswerEither_isAnError() {
      keychain.available(LOCKED);
      file.available(Availability.no("The disk is full.", "df"));
      assertThrows(AuthException.StoreUnavailable.class, () -> login());
    }
  }

  @Nested
  class Remembered {
    @Test
    void account_isWhereItsLastLoginWent() {
      records().rememberStore(KEY, "vault");
      assertSame(plugin, login());
      assertEquals("vault", reading().id());
    }

    @Test
    void keychain_thatHasVanished_isAnErrorWithARemedy_notAnotherStore() {
      records().rememberStore(KEY, "keychain");
      keychain.available(LOCKED);
      AuthException.StoreUnavailable e =
          assertThrows(AuthException.StoreUnavailable.class, () -> login());
      assertEquals("The keychain is locked.", e.getMessage());
      assertEquals(LOCKED.remedy(), e.hint());
      assertEquals("keychain", reading().id());
    }

    @Test
    void keychain_thatHasVanished_givesWayToAStoreThatIsAskedFor() {
      records().rememberStore(KEY, "keychain");
      keychain.available(LOCKED);
      assertSame(file, login("file"));
      assertSame(keychain, otherCopies("file").before().orElseThrow());
    }

    @Test
    void account_ofWhichNothingIsKnown_isInTheFile() {
      assertEquals("file", reading().id());
    }

    @Test
    void account_thatIsMovedWhileInUse_isFoundWhereItIsNow() {
      CredentialStore store = reading();
      keychain.given(KEY, "{\"api_key\":\"k1\"}");
      records().rememberStore(KEY, "keychain");
      assertTrue(store.find(KEY).isPresent());
      assertEquals("keychain", store.id());
    }

    @Test
    void account_thatIsMovedBeforeItsLockIsHad_isNeverWrittenWhereItWas() {
      file.given(KEY, "{\"api_key\":\"left by a killed move\"}");
      CredentialStore store = reading();
      records().rememberStore(KEY, "keychain");
      keychain.given(KEY, "{\"api_key\":\"k1\"}");
      try (AccountLock _ = store.lock(KEY, Duration.ofSeconds(1), new InMemoryLocks())) {
        assertEquals("k1", store.find(KEY).orElseThrow().json().getString("api_key"));
        store.put(KEY, CredentialDocument.EMPTY);
      }
      assertEquals(Optional.of("{}"), keychain.json(KEY));
      assertEquals(0, file.writes());
    }

    @Test
    void copiesLeftByAKilledMove_areKnown() {
      records().rememberStore(KEY, "keychain", List.of("file", "vault", "gone"));
      assertEquals(List.of(file, plugin), otherCopies("keychain").leftovers());
      assertEquals(Optional.empty(), otherCopies("keychain").before());
      assertEquals(Optional.of(keychain), otherCopies("file").before());
      assertEquals(List.of(plugin), otherCopies("file").leftovers());
      assertEquals(List.of("gone"), otherCopies("file").absent());
    }

    @Test
    void storeThatIsGone_isNotForgotten_andCannotBeMovedOutOf() {
      records().rememberStore(KEY, "gone");
      assertEquals(
          new OtherCopies(Optional.empty(), List.of(), List.of("gone")), otherCopies("file"));
      AuthException e =
          assertThrows(
              AuthException.Misconfigured.class,
              () -> selection(Optional.empty()).forMigration(KEY, context(), "file"));
      assertEquals("There is no store named gone.", e.getMessage());
      assertSame(file, login("file"));
    }
  }

  @Nested
  class Preferred {
    @Test
    void variable_winsOverTheRecord_butNotOverTheOption() {
      records().rememberStore(KEY, "keychain");
      StoreSelection selection = selection(Optional.of("vault"));
      assertSame(plugin, selection.forReading(KEY, context()));
      assertSame(plugin, selection.forLogin(KEY, context(), Optional.empty()));
      assertSame(file, selection.forLogin(KEY, context(), Optional.of("file")));
    }

    @Test
    void variable_thatNamesAnotherStoreThanTheOption_isSaid() {
      selection(Optional.of("vault")).forLogin(KEY, context(), Optional.of("file"));
      assertEquals(
          List.of("KEYFOB_STORE is vault: commands look there, not in file, until you unset it."),
          notices.warnings());
    }

    @Test
    void variable_thatNamesAnotherStore_keepsAnAccountFromBeingMovedOutOfSight() {
      AuthException e =
          assertThrows(
              AuthException.Misconfigured.class,
              () -> selection(Optional.of("vault")).forMigration(KEY, context(), "file"));
      assertEquals(Optional.of("unset KEYFOB_STORE"), e.hint());
    }

    @Test
    void auto_asAVariable_isNoPreference() {
      assertSame(
          keychain, selection(Optional.of("auto")).forLogin(KEY, context(), Optional.empty()));
      assertEquals("file", selection(Optional.of("auto")).forReading(KEY, context()).id());
    }

    @Test
    void store_thatIsNotThere_isNamed() {
      AuthException e = assertThrows(AuthException.Misconfigured.class, () -> login("safe"));
      assertEquals("There is no store named safe.", e.getMessage());
    }
  }

  @Nested
  class SharedFile {
    @Test
    void profile_thatSharesAFile_usesNothingElse() {
      profile = TestProfiles.acme("{'credentialFile':'/home/me/.other/credentials'}");
      records().rememberStore(KEY, "keychain");
      assertSame(file, reading());
      assertSame(file, login());
      assertThrows(AuthException.Misconfigured.class, () -> login("keychain"));
      assertThrows(
          AuthException.Misconfigured.class,
          () -> selection(Optional.empty()).forMigration(KEY, context(), "keychain"));
      assertSame(OtherCopies.NOWHERE, otherCopies("file"));
    }
  }

  @Nested
  class Suggestions {
    @Test
    void accounts_areOfFilesAndRecords_andNoKeychainIsAsked() {
      file.given(KEY, "{}");
      records().rememberStore(new AccountKey("acme", "Work"), "keychain");
      records().rememberStore(new AccountKey("other", "theirs"), "keychain");
      keychain.failReads("The keychain is not to be asked.");

      assertEquals(
          List.of(new AccountKey("acme", "Work"), KEY),
          selection(Optional.of("keychain")).remembered("acme", context()));
    }

    @Test
    void accounts_ofNobody_areNone() {
      assertEquals(List.of(), selection(Optional.empty()).remembered("acme", context()));
    }
  }
}
