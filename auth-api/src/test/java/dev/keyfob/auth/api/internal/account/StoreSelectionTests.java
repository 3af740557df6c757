package dev.keyfob.auth.api.internal.account;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.keyfob.auth.api.AccountKey;
import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.KeyfobDirectories;
import dev.keyfob.auth.api.ServiceProfile;
import dev.keyfob.auth.api.internal.plugin.PluginFolder;
import dev.keyfob.auth.api.internal.plugin.Stores;
import dev.keyfob.auth.api.spi.Availability;
import dev.keyfob.auth.api.spi.CredentialStore;
import dev.keyfob.auth.api.spi.StoreContext;
import dev.keyfob.auth.testkit.FakeInteraction;
import dev.keyfob.auth.testkit.InMemoryStore;
import dev.keyfob.auth.testkit.RecordingNotices;
import dev.keyfob.auth.testkit.TestProfiles;
import java.nio.file.Path;
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

  private AccountRecords records() {
    return new AccountRecords(directory.resolve("accounts"), "file", notices);
  }

  private StoreSelection selection(Optional<String> preferred) {
    return new StoreSelection(
        new Stores(
            List.of(file, keychain, plugin),
            Optional.empty(),
            new PluginFolder(null, notices),
            notices),
        Optional.empty(),
        records(),
        preferred);
  }

  private StoreContext context() {
    return new StoreContext(
        profile,
        new KeyfobDirectories(directory, directory, directory),
        Map.of(),
        FakeInteraction.script(),
        notices);
  }

  private CredentialStore login(String... asked) {
    return selection(Optional.empty())
        .forLogin(KEY, context(), Optional.of(asked).filter(a -> a.length > 0).map(a -> a[0]));
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
      assertSame(plugin, reading());
    }

    @Test
    void keychain_thatHasVanished_isAnErrorWithARemedy_notAnotherStore() {
      records().rememberStore(KEY, "keychain");
      keychain.available(LOCKED);
      AuthException.StoreUnavailable e =
          assertThrows(AuthException.StoreUnavailable.class, () -> login());
      assertEquals("The keychain is locked.", e.getMessage());
      assertEquals(LOCKED.remedy(), e.hint());
      assertSame(keychain, reading());
    }

    @Test
    void keychain_thatHasVanished_givesWayToAStoreThatIsAskedFor() {
      records().rememberStore(KEY, "keychain");
      keychain.available(LOCKED);
      assertSame(file, login("file"));
      assertSame(
          keychain, selection(Optional.empty()).leftBehind(KEY, context(), file).orElseThrow());
    }

    @Test
    void account_ofWhichNothingIsKnown_isInTheFile() {
      assertSame(file, reading());
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
    void auto_asAVariable_isNoPreference() {
      assertSame(
          keychain, selection(Optional.of("auto")).forLogin(KEY, context(), Optional.empty()));
      assertSame(file, selection(Optional.of("auto")).forReading(KEY, context()));
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
    }
  }
}
