package dev.keyfob.auth.api.internal.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.internal.ChildJvm;
import dev.keyfob.auth.api.spi.AccountLock;
import dev.keyfob.auth.testkit.RecordingNotices;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileLocksTests {
  private static final Duration LONG = Duration.ofMinutes(1);
  private static final Duration SHORT = Duration.ofMillis(20);
  private static final String NAME = "acme/default";

  @TempDir Path directory;

  private final RecordingNotices notices = new RecordingNotices();

  @Nested
  class Threads {
    @Test
    void acquire_heldByAnotherThread_timesOut() throws Exception {
      try (AccountLock _ = locks().acquire(NAME, LONG)) {
        var failure = inAnotherThread(() -> assertTimesOut(locks()));
        assertTrue(failure.getMessage().contains(NAME));
      }
      inAnotherThread(
          () -> {
            locks().acquire(NAME, SHORT).close();
            return "free again";
          });
    }

    @Test
    void acquire_sameThreadTwice_isAFaultAndNotADeadlock() {
      try (AccountLock _ = locks().acquire(NAME, LONG)) {
        assertThrows(IllegalStateException.class, () -> locks().acquire(NAME, LONG));
      }
    }

    @Test
    void acquire_otherName_isIndependent() {
      try (AccountLock _ = locks().acquire(NAME, LONG);
          AccountLock _ = locks().acquire("acme/work", SHORT)) {
        assertEquals(2, files().size());
      }
    }

    @Test
    void acquire_sameDirectoryByAnotherPath_isTheSameLock() throws Exception {
      Path link = Files.createSymbolicLink(directory.resolve("link"), directory);
      try (AccountLock _ = locks().acquire(NAME, LONG)) {
        inAnotherThread(() -> assertTimesOut(new FileLocks(link.resolve("locks"), notices)));
      }
    }

    @Test
    void acquire_interrupted_isCancelled() throws Exception {
      try (AccountLock _ = locks().acquire(NAME, LONG)) {
        inAnotherThread(
            () -> {
              Thread.currentThread().interrupt();
              return assertThrows(AuthException.Cancelled.class, () -> locks().acquire(NAME, LONG));
            });
      }
    }

    @Test
    void close_twice_doesNothingTheSecondTime() {
      AccountLock lock = locks().acquire(NAME, LONG);
      lock.close();
      lock.close();
      locks().acquire(NAME, SHORT).close();
    }
  }

  @Nested
  class Processes {
    @Test
    void acquire_holderKilled_theNextProceeds() throws Exception {
      Process holder = child("hold");
      assertEquals('+', holder.getInputStream().read());
      assertTimesOut(locks());
      holder.destroyForcibly().waitFor();
      locks().acquire(NAME, LONG).close();
    }

    @Test
    void acquire_byThisProcess_keepsOthersOut() throws Exception {
      try (AccountLock _ = locks().acquire(NAME, LONG)) {
        assertEquals(LockChild.BUSY, child("try").waitFor());
      }
      assertEquals(0, child("try").waitFor());
    }

    @Test
    void acquire_secondInstanceGivesUp_doesNotFreeTheLock() throws Exception {
      try (AccountLock _ = locks().acquire(NAME, LONG)) {
        inAnotherThread(() -> assertTimesOut(locks()));
        assertEquals(LockChild.BUSY, child("try").waitFor());
      }
    }

    private Process child(String mode) throws IOException {
      return ChildJvm.start(LockChild.class, mode, lockDirectory().toString(), NAME);
    }
  }

  @Nested
  class LockFiles {
    @Test
    void acquire_andClose_leavesAnOwnerOnlyFile() throws IOException {
      locks().acquire(NAME, LONG).close();
      Path file = files().getFirst();
      assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
      assertEquals(
          "rwx------",
          PosixFilePermissions.toString(Files.getPosixFilePermissions(lockDirectory())));
      assertEquals("acme%2Fdefault.lock", file.getFileName().toString());
    }

    @Test
    void acquire_symbolicLinkInItsPlace_isRefused() throws IOException {
      Files.createDirectory(lockDirectory());
      Path elsewhere = Files.createFile(directory.resolve("elsewhere"));
      Files.createSymbolicLink(lockDirectory().resolve("acme%2Fdefault.lock"), elsewhere);
      assertThrows(AuthException.StoreUnavailable.class, () -> locks().acquire(NAME, SHORT));
    }

    @Test
    void acquire_fileWhereTheDirectoryShouldBe_isStoreUnavailable() throws IOException {
      Files.createFile(lockDirectory());
      var failure =
          assertThrows(AuthException.StoreUnavailable.class, () -> locks().acquire(NAME, SHORT));
      assertTrue(failure.getMessage().contains(lockDirectory().toString()));
    }
  }

  /** The lock of a document, which goes by where the document is. */
  @Nested
  class OfADocument {
    @Test
    void acquireFor_document_leavesALockBesideIt() throws IOException {
      locks().acquireFor(directory.resolve("default.json"), LONG).close();
      assertTrue(Files.exists(directory.resolve(".default.json.lock")));
      assertFalse(Files.exists(lockDirectory()));
    }

    @Test
    void acquireFor_sameDocumentFromAnotherHome_isTheSameLock() throws Exception {
      Path document = directory.resolve("default.json");
      FileLocks other = new FileLocks(directory.resolve("other-home"), notices);
      try (AccountLock _ = locks().acquireFor(document, LONG)) {
        inAnotherThread(
            () ->
                assertThrows(
                    AuthException.LockTimeout.class, () -> other.acquireFor(document, SHORT)));
      }
    }

    @Test
    void acquireFor_documentThroughASymbolicLink_isTheSameLock() throws Exception {
      Path real = Files.createDirectory(directory.resolve("real"));
      Path link = Files.createSymbolicLink(directory.resolve("link"), real);
      try (AccountLock _ = locks().acquireFor(real.resolve("a.json"), LONG)) {
        inAnotherThread(
            () ->
                assertThrows(
                    AuthException.LockTimeout.class,
                    () -> locks().acquireFor(link.resolve("a.json"), SHORT)));
      }
    }

    @Test
    void acquireFor_directoryOfAnotherTool_keepsItsPermissions() throws IOException {
      Path shared = Files.createDirectory(directory.resolve("shared"));
      Files.setPosixFilePermissions(shared, PosixFilePermissions.fromString("rwxr-xr-x"));
      locks().acquireFor(shared.resolve("credentials"), LONG).close();
      assertEquals(
          "rwxr-xr-x", PosixFilePermissions.toString(Files.getPosixFilePermissions(shared)));
    }
  }

  /** A server with two applications has two copies of this library, and one process's locks. */
  @Nested
  class ClassLoaders {
    @Test
    void acquire_heldByACopyOfAnotherClassLoader_waitsAndDoesNotFreeIt() throws Exception {
      Path document = directory.resolve("default.json");
      try (AccountLock _ = locks().acquireFor(document, LONG)) {
        Throwable failure = inAnotherThread(() -> acquireByACopy(document));
        assertEquals(AuthException.LockTimeout.class.getName(), failure.getClass().getName());
        assertEquals(
            LockChild.BUSY,
            ChildJvm.start(LockChild.class, "try-for", directory.toString(), document.toString())
                .waitFor());
      }
    }

    private Throwable acquireByACopy(Path document) throws Exception {
      URL[] path = {FileLocks.class.getProtectionDomain().getCodeSource().getLocation()};
      try (URLClassLoader copy = new URLClassLoader(path, ClassLoader.getPlatformClassLoader())) {
        Class<?> type = copy.loadClass(FileLocks.class.getName());
        Object other =
            type.getConstructor(Path.class, copy.loadClass("dev.keyfob.auth.api.Notices"))
                .newInstance(directory.resolve("other"), null);
        return Objects.requireNonNull(
            assertThrows(
                    InvocationTargetException.class,
                    () ->
                        type.getMethod("acquireFor", Path.class, Duration.class)
                            .invoke(other, document, SHORT))
                .getCause());
      }
    }
  }

  private Path lockDirectory() {
    return directory.resolve("locks");
  }

  private FileLocks locks() {
    return new FileLocks(lockDirectory(), notices);
  }

  private List<Path> files() {
    try (Stream<Path> files = Files.list(lockDirectory())) {
      return files.toList();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static AuthException assertTimesOut(FileLocks locks) {
    return assertThrows(AuthException.LockTimeout.class, () -> locks.acquire(NAME, SHORT));
  }

  private static <T> T inAnotherThread(Callable<T> task) throws Exception {
    try (ExecutorService thread = Executors.newSingleThreadExecutor()) {
      Future<T> result = thread.submit(task);
      return result.get();
    }
  }
}
