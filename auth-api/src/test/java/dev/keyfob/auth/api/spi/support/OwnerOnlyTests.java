package dev.keyfob.auth.api.spi.support;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.testkit.RecordingNotices;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OwnerOnlyTests {
  @TempDir Path temporary;

  private final RecordingNotices notices = new RecordingNotices();
  private Path target = Path.of("");

  @BeforeEach
  void name() {
    target = temporary.resolve("target");
  }

  @Nested
  class Directories {
    @Test
    void ensureDirectory_missingWithParents_makesAllOfThemOwnerOnly() throws IOException {
      OwnerOnly.ensureDirectory(target.resolve("a/b"), notices);
      assertEquals("rwx------", permissions(target));
      assertEquals("rwx------", permissions(target.resolve("a/b")));
      OwnerOnly.ensureDirectory(target.resolve("a/b"), notices);
      assertTrue(notices.warnings().isEmpty());
    }

    @Test
    void ensureDirectory_open_isTightenedAndSaid() throws IOException {
      Files.createDirectory(target);
      setPermissions(target, "rwxr-xr-x");
      OwnerOnly.ensureDirectory(target, notices);
      assertEquals("rwx------", permissions(target));
      assertTrue(notices.warnings().getFirst().contains(target.toString()));
    }

    @Test
    void ensureDirectory_sharedByAllUsers_isRefusedAndNotLockedUp() throws IOException {
      Files.createDirectory(target);
      Files.setAttribute(target, "unix:mode", 01777);
      assertRefused(() -> OwnerOnly.ensureDirectory(target, notices), "all users share it");
      assertEquals("rwxrwxrwx", permissions(target));
    }

    @Test
    void ensureDirectory_groupInherited_isNoReasonToTighten() throws IOException {
      Files.createDirectory(target);
      Files.setAttribute(target, "unix:mode", 02700);
      OwnerOnly.ensureDirectory(target, notices);
      assertTrue(notices.warnings().isEmpty());
    }

    @Test
    void requireDirectory_missing_isFalseAndMakesNothing() {
      assertFalse(OwnerOnly.requireDirectory(target, notices));
      assertFalse(Files.exists(target));
    }

    @Test
    void requireDirectory_open_isTightenedAndSaid() throws IOException {
      Files.createDirectory(target);
      setPermissions(target, "rwxr-x---");
      assertTrue(OwnerOnly.requireDirectory(target, notices));
      assertEquals("rwx------", permissions(target));
      assertEquals(1, notices.warnings().size());
    }

    @Test
    void ensureDirectory_existingParent_isLeftAlone() throws IOException {
      Files.createDirectory(target);
      setPermissions(target, "rwxr-xr-x");
      OwnerOnly.ensureDirectory(target.resolve("child"), notices);
      assertEquals("rwxr-xr-x", permissions(target));
    }

    @Test
    void ensureDirectory_symbolicLink_isRefused() throws IOException {
      Files.createSymbolicLink(target, Files.createDirectory(temporary.resolve("elsewhere")));
      assertRefused(() -> OwnerOnly.ensureDirectory(target, notices), "it is a symbolic link");
    }

    @Test
    void ensureDirectory_danglingSymbolicLink_isRefused() throws IOException {
      Files.createSymbolicLink(target, temporary.resolve("nowhere"));
      assertRefused(() -> OwnerOnly.ensureDirectory(target, notices), "it is a symbolic link");
    }

    @Test
    void ensureDirectory_file_isRefused() throws IOException {
      Files.createFile(target);
      assertRefused(() -> OwnerOnly.ensureDirectory(target, notices), "it is not a directory");
      var below =
          assertThrows(
              AuthException.StoreUnavailable.class,
              () -> OwnerOnly.ensureDirectory(target.resolve("child"), notices));
      assertTrue(below.getMessage().startsWith("Cannot create the directory"));
    }
  }

  @Nested
  class SingleFiles {
    @Test
    void requireFile_missing_isFalse() {
      assertFalse(OwnerOnly.requireFile(target, notices));
    }

    @Test
    void requireFile_readableByOthers_isTightenedAndSaid() throws IOException {
      Files.createFile(target);
      setPermissions(target, "rw-r--r--");
      assertTrue(OwnerOnly.requireFile(target, notices));
      assertEquals("rw-------", permissions(target));
      assertEquals(1, notices.warnings().size());
    }

    @Test
    void requireFile_strictAlready_isLeftAlone() throws IOException {
      Files.createFile(target);
      setPermissions(target, "r--------");
      assertTrue(OwnerOnly.requireFile(target, notices));
      assertEquals("r--------", permissions(target));
    }

    @Test
    void requireFile_symbolicLink_isRefused() throws IOException {
      Files.createSymbolicLink(target, Files.createFile(temporary.resolve("elsewhere")));
      assertRefused(() -> OwnerOnly.requireFile(target, notices), "it is a symbolic link");
    }

    @Test
    void requireFile_directory_isRefused() throws IOException {
      Files.createDirectory(target);
      assertRefused(() -> OwnerOnly.requireFile(target, notices), "it is not a regular file");
    }

    @Test
    void requireFile_anotherUsers_isRefused() throws IOException {
      assertRefused(
          () -> OwnerOnly.requireFile(anotherUsersFile(), notices), "it belongs to another user");
    }

    @Test
    void fileAttributes_newFile_isOwnerOnlyFromTheStart() throws IOException {
      Files.createFile(target, OwnerOnly.fileAttributes(temporary));
      assertEquals("rw-------", permissions(target));
    }
  }

  @Nested
  class OthersMayWrite {
    @Test
    void whyOthersMayWrite_readableByOthers_isFine() throws IOException {
      Files.createFile(target);
      setPermissions(target, "rw-r--r--");
      assertEquals(Optional.empty(), OwnerOnly.whyOthersMayWrite(target));
    }

    @Test
    void whyOthersMayWrite_writableByOthers_isToldAndNotTightened() throws IOException {
      Files.createFile(target);
      setPermissions(target, "rw-rw-r--");
      assertEquals(Optional.of("others may write to it"), OwnerOnly.whyOthersMayWrite(target));
      assertEquals("rw-rw-r--", permissions(target));
    }

    @Test
    void whyOthersMayWrite_symbolicLink_isTold() throws IOException {
      Files.createSymbolicLink(target, Files.createFile(temporary.resolve("elsewhere")));
      assertEquals(Optional.of("it is a symbolic link"), OwnerOnly.whyOthersMayWrite(target));
    }

    @Test
    void whyOthersMayWrite_anotherUsers_isToldButForRoots() throws IOException {
      Path file = anotherUsersFile();
      boolean roots = Files.getAttribute(file, "unix:uid").equals(0);
      assertEquals(
          roots ? Optional.empty() : Optional.of("it belongs to another user"),
          OwnerOnly.whyOthersMayWrite(file));
      assertEquals(Optional.empty(), OwnerOnly.whyOthersMayWrite(Path.of("/etc/hostname")));
    }
  }

  /** Root can give a file away; anybody else finds one that is root's. */
  private Path anotherUsersFile() {
    try {
      Path file = temporary.resolve("foreign");
      Files.deleteIfExists(file);
      Files.createFile(file);
      if (!Files.getOwner(file).getName().equals("root")) {
        return Path.of("/etc/hostname");
      }
      Files.setAttribute(file, "unix:uid", 4242);
      return file;
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static void assertRefused(Runnable call, String reason) {
    var failure = assertThrows(AuthException.StoreUnavailable.class, call::run);
    assertTrue(failure.getMessage().contains(reason), failure.getMessage());
  }

  private static String permissions(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  private static void setPermissions(Path path, String permissions) throws IOException {
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
  }
}
