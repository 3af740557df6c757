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
import dev.keyfob.auth.api.ErrorCode;
import dev.keyfob.auth.api.spi.support.JsonText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** What another user, or a program with some access to the home directory, may try. */
class FileAttackTests {
  private static final AccountKey KEY = AccountKey.of("acme");
  private static final byte[] PLANTED =
      "{\"api_key\":\"planted-12345\"}".getBytes(StandardCharsets.UTF_8);

  @TempDir Path directory;
  private Home home;

  @BeforeEach
  void openHome() {
    home = new Home(directory);
  }

  @Nested
  class SymbolicLinks {
    @Test
    void symlinkAtTheDocument_isRefusedForReadingWritingAndRemoving() throws IOException {
      Path target = Home.write(home.path("elsewhere/planted.json"), PLANTED);
      Files.createDirectories(home.accounts());
      Files.createSymbolicLink(home.file(KEY), target);
      refused("symbolic link", () -> home.store().find(KEY));
      refused("symbolic link", () -> put());
      refused("symbolic link", () -> home.store().delete(KEY));
      refused("symbolic link", () -> home.store().requireWritable(KEY));
      refused("symbolic link", () -> home.store().setAside(KEY));
      assertArrayEquals(PLANTED, Home.read(target));
    }

    @Test
    void danglingSymlinkAtTheDocument_isNotWrittenThrough() throws IOException {
      Path target = home.path("not-there");
      Files.createDirectories(home.accounts());
      Files.createSymbolicLink(home.file(KEY), target);
      refused("symbolic link", () -> put());
      assertFalse(Files.exists(target));
    }

    @Test
    void symlinkAtTheProfilesDirectory_isRefused() throws IOException {
      Path target = home.path("elsewhere");
      Home.write(target.resolve("default.json"), PLANTED);
      Files.createDirectories(home.credentials());
      Files.createSymbolicLink(home.credentials().resolve("acme"), target);
      refused("symbolic link", () -> home.store().find(KEY));
      refused("symbolic link", () -> put());
      assertArrayEquals(PLANTED, Home.read(target.resolve("default.json")));
    }

    @Test
    void symlinkAtTheCredentialsDirectory_isRefused() throws IOException {
      Path target = home.path("elsewhere");
      Home.write(target.resolve("acme/default.json"), PLANTED);
      Files.createDirectories(home.path("data"));
      Files.createSymbolicLink(home.credentials(), target);
      refused("symbolic link", () -> home.store().find(KEY));
      refused("symbolic link", () -> put());
    }

    @Test
    void symlinkAtEveryTemporaryName_isNotWrittenThrough() throws IOException {
      Path target = Home.write(home.path("elsewhere/victim"), PLANTED);
      Path parent = home.accounts();
      Files.createDirectories(parent);
      for (int i = 0; i < 16; i++) {
        Files.createSymbolicLink(parent.resolve(".default.json." + i + ".tmp"), target);
      }
      put();
      assertArrayEquals(PLANTED, Home.read(target));
      assertEquals("rw-------", Home.mode(home.file(KEY)));
      try (var files = Files.list(parent)) {
        assertEquals(List.of(home.file(KEY)), files.toList());
      }
    }
  }

  @Nested
  class OtherOwners {
    @Test
    void foreignDocument_isRefused() throws IOException {
      home.write(KEY, PLANTED);
      giveAway(home.file(KEY));
      refused("another user", () -> home.store().find(KEY));
      refused("another user", () -> put());
      refused("another user", () -> home.store().delete(KEY));
    }

    @Test
    void foreignProfileDirectory_isRefused() throws IOException {
      home.write(KEY, PLANTED);
      giveAway(home.accounts());
      refused("another user", () -> home.store().find(KEY));
      refused("another user", () -> put());
    }

    @Test
    void foreignCredentialsDirectory_isRefused() throws IOException {
      home.write(KEY, PLANTED);
      giveAway(home.credentials());
      refused("another user", () -> home.store().find(KEY));
      refused("another user", () -> put());
    }

    private void giveAway(Path path) throws IOException {
      assumeTrue("root".equals(System.getProperty("user.name")), "only root can give files away");
      Files.setAttribute(path, "unix:uid", 12345, LinkOption.NOFOLLOW_LINKS);
    }
  }

  @Nested
  class Permissions {
    @Test
    void newDocument_isClosedToOthersInDirectoriesClosedToOthers() {
      put();
      assertEquals("rw-------", Home.mode(home.file(KEY)));
      assertEquals("rwx------", Home.mode(home.accounts()));
      assertEquals("rwx------", Home.mode(home.credentials()));
      assertEquals("rwx------", Home.mode(home.path("data")));
      assertEquals(List.of(), home.notices().warnings());
    }

    @Test
    void documentOpenToOthers_isTightenedAndSaidOnce() throws IOException {
      home.write(KEY, PLANTED);
      chmod(home.file(KEY), "rw-r--r--");
      assertTrue(home.store().find(KEY).isPresent());
      assertEquals("rw-------", Home.mode(home.file(KEY)));
      assertTrue(home.store().find(KEY).isPresent());
      assertEquals(1, home.notices().warnings().size());
      assertTrue(home.notices().warnings().getFirst().contains(home.file(KEY).toString()));
    }

    @Test
    void directoriesOpenToOthers_areTightenedAndSaid() throws IOException {
      home.write(KEY, PLANTED);
      chmod(home.credentials(), "rwxr-xr-x");
      chmod(home.accounts(), "rwxrwxrwx");
      assertTrue(home.store().find(KEY).isPresent());
      assertEquals("rwx------", Home.mode(home.credentials()));
      assertEquals("rwx------", Home.mode(home.accounts()));
      assertEquals(2, home.notices().warnings().size());
    }

    @Test
    void documentOpenToOthers_isReplacedByOneThatIsClosed() throws IOException {
      home.write(KEY, PLANTED);
      chmod(home.file(KEY), "rw-rw-rw-");
      put();
      assertEquals("rw-------", Home.mode(home.file(KEY)));
    }

    private void chmod(Path path, String mode) throws IOException {
      Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));
    }
  }

  @Nested
  class OtherKindsOfFiles {
    @Test
    void directoryInPlaceOfTheDocument_isRefused() throws IOException {
      Files.createDirectories(home.file(KEY));
      refused("not a regular file", () -> home.store().find(KEY));
      refused("not a regular file", () -> put());
      refused("not a regular file", () -> home.store().delete(KEY));
    }

    @Test
    void pipeInPlaceOfTheDocument_isRefusedWithoutWaiting() throws Exception {
      Files.createDirectories(home.accounts());
      Process mkfifo = new ProcessBuilder("mkfifo", home.file(KEY).toString()).start();
      assertTrue(mkfifo.waitFor(10, TimeUnit.SECONDS) && mkfifo.exitValue() == 0);
      refused("not a regular file", () -> home.store().find(KEY));
    }

    @Test
    void fileInPlaceOfTheDirectory_isAnErrorThatNamesIt() throws IOException {
      Files.createDirectories(home.credentials());
      Files.writeString(home.credentials().resolve("acme"), "x");
      AuthException e = assertThrows(AuthException.StoreUnavailable.class, () -> put());
      assertTrue(e.toString().contains(home.credentials().resolve("acme").toString()));
    }
  }

  private static void refused(String why, Executable action) {
    AuthException.StoreUnavailable e = assertThrows(AuthException.StoreUnavailable.class, action);
    assertEquals(ErrorCode.STORE_UNAVAILABLE, e.code());
    assertTrue(e.toString().contains(why), e.toString());
    assertTrue(e.hint().orElseThrow().startsWith("ls -ld "), e.hint().toString());
  }

  private void put() {
    home.store()
        .put(KEY, CredentialDocument.of(JsonText.parseObject("{\"api_key\":\"mine-1234567\"}")));
  }
}
