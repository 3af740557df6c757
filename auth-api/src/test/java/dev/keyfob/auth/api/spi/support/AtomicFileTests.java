package dev.keyfob.auth.api.spi.support;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.internal.ChildJvm;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileTests {
  @TempDir Path directory;

  private Path target = Path.of("");

  @BeforeEach
  void name() {
    target = directory.resolve("document.json");
  }

  @Test
  void write_newAndExisting_holdsTheContentOwnerOnlyAndLeavesNothingElse() throws IOException {
    AtomicFile.write(target, bytes("one"));
    AtomicFile.write(target, bytes("two"));
    assertEquals("two", Files.readString(target));
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(target)));
    assertEquals(List.of("document.json"), names());
  }

  @Test
  void write_overAnOpenFile_tightensIt() throws IOException {
    Files.createFile(target);
    Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("rw-rw-rw-"));
    AtomicFile.write(target, bytes("new"));
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(target)));
  }

  @Test
  void write_whateverTheUmask_isOwnerOnly() throws Exception {
    List<String> command = new ArrayList<>(List.of("sh", "-c", "umask 000 && exec \"$@\"", "sh"));
    command.addAll(ChildJvm.command(WriteChild.class, target.toString()));
    assertEquals(0, new ProcessBuilder(command).inheritIO().start().waitFor());
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(target)));
  }

  @Test
  void write_targetIsADirectory_failsAndLeavesNothingBehind() throws IOException {
    Files.createDirectory(target);
    Files.createFile(target.resolve("child"));
    var failure =
        assertThrows(
            AuthException.StoreUnavailable.class, () -> AtomicFile.write(target, bytes("x")));
    assertTrue(failure.getMessage().contains(target.toString()));
    assertEquals(List.of("document.json"), names());
  }

  @Test
  void write_missingDirectory_isStoreUnavailable() {
    assertThrows(
        AuthException.StoreUnavailable.class,
        () -> AtomicFile.write(directory.resolve("none/document.json"), bytes("x")));
  }

  @Test
  void write_symbolicLink_replacesTheLinkAndNotWhatItPointsTo() throws IOException {
    Path elsewhere = Files.writeString(directory.resolve("elsewhere"), "untouched");
    Files.createSymbolicLink(target, elsewhere);
    AtomicFile.write(target, bytes("new"));
    assertEquals("untouched", Files.readString(elsewhere));
    assertTrue(Files.isRegularFile(target, LinkOption.NOFOLLOW_LINKS));
  }

  @Test
  void write_whileOthersRead_neverShowsAPart() throws Exception {
    byte[] one = bytes("1".repeat(20_000));
    byte[] two = bytes("2".repeat(30_000));
    AtomicFile.write(target, one);
    AtomicBoolean done = new AtomicBoolean();
    AtomicBoolean torn = new AtomicBoolean();
    Thread reader =
        Thread.ofPlatform()
            .start(
                () -> {
                  while (!done.get()) {
                    byte[] seen = read(target);
                    if (seen.length != one.length && seen.length != two.length) {
                      torn.set(true);
                    }
                  }
                });
    for (int i = 0; i < 50; i++) {
      AtomicFile.write(target, i % 2 == 0 ? two : one);
    }
    done.set(true);
    reader.join();
    assertArrayEquals(one, read(target));
    assertFalse(torn.get());
  }

  @Test
  void requireWritable_afterAnyNumberOfKilledCallers_stillWorksAndLeavesNothing()
      throws IOException {
    for (int i = 0; i < 16; i++) {
      Files.createFile(directory.resolve(".document.json." + i + ".tmp"));
    }
    Files.createFile(directory.resolve(".document.json.probe"));
    AtomicFile.requireWritable(target, 100);
    assertEquals(List.of(), names().stream().filter(name -> name.endsWith("probe")).toList());
  }

  @Test
  void requireWritable_symbolicLinkUnderItsName_isRemovedAndNotFollowed() throws IOException {
    Path elsewhere = Files.writeString(directory.resolve("elsewhere"), "untouched");
    Files.createSymbolicLink(directory.resolve(".document.json.probe"), elsewhere);
    AtomicFile.requireWritable(target, 100);
    assertEquals("untouched", Files.readString(elsewhere));
    assertEquals(List.of("elsewhere"), names());
  }

  @Test
  void requireWritable_whileOthersDoTheSame_works() throws Exception {
    try (ExecutorService pool = Executors.newFixedThreadPool(4)) {
      List<Future<?>> all = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        all.add(pool.submit(() -> AtomicFile.requireWritable(target, 100)));
      }
      for (Future<?> one : all) {
        one.get();
      }
    }
    assertEquals(List.of(), names());
  }

  @Test
  void sweep_leftoversOfKilledWriters_goAndNothingElse() throws IOException {
    AtomicFile.write(target, bytes("kept"));
    Files.createFile(directory.resolve(".document.json.0.tmp"));
    Files.createFile(directory.resolve(".document.json.probe"));
    Files.createFile(directory.resolve(".other.json.0.tmp"));
    AtomicFile.sweep(target);
    assertEquals(List.of(".other.json.0.tmp", "document.json"), names());
  }

  /** Writes in a process of its own. */
  static final class WriteChild {
    private WriteChild() {}

    public static void main(String[] arguments) {
      AtomicFile.write(Path.of(arguments[0]), bytes("content"));
    }
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  private static byte[] read(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new AssertionError("a reader always finds a file", e);
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
