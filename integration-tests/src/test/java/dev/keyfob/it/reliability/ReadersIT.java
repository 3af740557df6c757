package dev.keyfob.it.reliability;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.keyfob.auth.api.Keyfob;
import dev.keyfob.auth.api.spi.support.AtomicFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Readers while another process writes: they see the old document or the new one. */
class ReadersIT {
  private static final int WRITES = 10_000;
  private static final int READERS = 3;
  private static final Tokens SHORT = new Tokens("access-short", "refresh-short");
  private static final Tokens LONG =
      new Tokens("access-" + "long".repeat(2_000), "refresh-" + "long".repeat(2_000));

  @TempDir Path directory;

  @Test
  void readers_duringTenThousandWrites_neverSeeAPart() throws Exception {
    Path folder = inMemory();
    try (StrictIdentityProvider provider = StrictIdentityProvider.start()) {
      Home home = Home.of(folder.resolve("keyfob"), provider);
      Path one = document(home, SHORT);
      Path other = document(home, LONG);
      Files.copy(one, home.document());
      Process writer = Writer.start(home.document(), one, other, WRITES);
      List<Future<Long>> readers = new ArrayList<>();
      long reads = 0;
      try (ExecutorService threads = Executors.newFixedThreadPool(READERS)) {
        for (int i = 0; i < READERS; i++) {
          Supplier<String> reader =
              i == 0 ? () -> byTheLibrary(home) : () -> home.tokens().access();
          readers.add(threads.submit(() -> readUntilTheEnd(reader, writer)));
        }
        for (Future<Long> reader : readers) {
          reads += reader.get();
        }
      } finally {
        writer.destroyForcibly();
      }
      assertEquals(0, writer.exitValue());
      Figures.say("%d reads during %d writes, each of a whole document", reads, WRITES);
      assertTrue(reads > 1000, "the readers have seen next to nothing");
    } finally {
      delete(folder);
    }
  }

  private static long readUntilTheEnd(Supplier<String> reader, Process writer) {
    Set<String> whole = Set.of(SHORT.access(), LONG.access());
    long reads = 0;
    while (writer.isAlive()) {
      String token = reader.get();
      assertTrue(whole.contains(token), () -> "a part of a document: " + token);
      reads++;
    }
    return reads;
  }

  /** A new instance each time: one that lives on keeps a fresh session in memory. */
  private static String byTheLibrary(Home home) {
    try (Keyfob keyfob = Library.in(home, Library.SYSTEM_CLOCK)) {
      return keyfob.token(Home.PROFILE).credential().secret().reveal();
    }
  }

  private static Path document(Home home, Tokens tokens) {
    String name = tokens.access().substring(0, 10);
    home.store(name, tokens, Instant.now().plus(Duration.ofDays(1)));
    return home.document(name);
  }

  /** Ten thousand times waiting for a disk would show nothing more about readers. */
  private Path inMemory() throws IOException {
    Path memory = Path.of("/dev/shm");
    return Files.isWritable(memory)
        ? Files.createTempDirectory(memory, "keyfob-readers")
        : directory;
  }

  private static void delete(Path folder) throws IOException {
    try (var files = Files.walk(folder)) {
      for (Path file : files.sorted((a, b) -> b.compareTo(a)).toList()) {
        Files.delete(file);
      }
    }
  }

  /** Another process that writes two documents in turn, the way the file store does. */
  static final class Writer {
    private Writer() {}

    static Process start(Path target, Path one, Path other, int times) throws IOException {
      return new ProcessBuilder(
              Path.of(System.getProperty("java.home"), "bin", "java").toString(),
              "-XX:TieredStopAtLevel=1",
              "-cp",
              System.getProperty("java.class.path"),
              Writer.class.getName(),
              target.toString(),
              one.toString(),
              other.toString(),
              Integer.toString(times))
          .inheritIO()
          .start();
    }

    public static void main(String[] arguments) throws Exception {
      Path target = Path.of(arguments[0]);
      byte[] one = Files.readAllBytes(Path.of(arguments[1]));
      byte[] other = Files.readAllBytes(Path.of(arguments[2]));
      if (new String(one, StandardCharsets.UTF_8).isBlank()) {
        throw new IllegalArgumentException("nothing to write");
      }
      for (int i = 0; i < Integer.parseInt(arguments[3]); i++) {
        AtomicFile.write(target, i % 2 == 0 ? other : one);
      }
    }
  }
}
