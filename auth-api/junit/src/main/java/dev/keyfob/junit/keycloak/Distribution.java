package dev.keyfob.junit.keycloak;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Keycloak's server distribution, unpacked and for this process alone: a server writes into its own
 * folder when it starts. Of several that run at the same time each has a folder, which the next one
 * uses again.
 *
 * @param home its folder
 * @param claim held for as long as it is used; empty for a folder that somebody else looks after
 */
record Distribution(Path home, Optional<FileLock> claim) implements AutoCloseable {
  private static final int MAX_FOLDERS = 64;

  static Distribution of(Settings settings) {
    return settings
        .home()
        .map(home -> new Distribution(home, Optional.empty()))
        .orElseGet(
            () ->
                claimed(
                    settings.cache(),
                    "keycloak-" + settings.version(),
                    () -> DistributionArchive.of(settings).find()));
  }

  /** Unpacks it unless it is there; with the archive at hand that takes some seconds. */
  static Distribution claimed(Path cache, String name, Supplier<Path> archive) {
    try {
      Files.createDirectories(cache);
      for (int i = 1; i <= MAX_FOLDERS; i++) {
        Path home = cache.resolve(name + "-" + i);
        Optional<FileLock> claim = tryLock(cache.resolve(name + "-" + i + ".lock"));
        if (claim.isPresent()) {
          return unpacked(new Distribution(home, claim), name, archive);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Keycloak's distribution cannot be kept in " + cache, e);
    }
    throw new IllegalStateException(MAX_FOLDERS + " servers run from " + cache);
  }

  private static Optional<FileLock> tryLock(Path file) throws IOException {
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      FileLock lock = channel.tryLock();
      if (lock != null) {
        return Optional.of(lock);
      }
    } catch (OverlappingFileLockException held) {
      // by this process
    }
    channel.close();
    return Optional.empty();
  }

  private static Distribution unpacked(
      Distribution distribution, String name, Supplier<Path> archive) throws IOException {
    if (Files.exists(distribution.launcher())) {
      return distribution;
    }
    try {
      Path work = Files.createTempDirectory(distribution.home.getParent(), "unpacking");
      try {
        Command.run(work, "tar", "-xzf", archive.get().toString());
        deleteTree(distribution.home); // what an interrupted run may have left
        Files.move(work.resolve(name), distribution.home, StandardCopyOption.ATOMIC_MOVE);
      } finally {
        deleteTree(work);
      }
      return distribution;
    } catch (IOException | RuntimeException e) {
      distribution.close();
      throw e;
    }
  }

  static void deleteTree(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }

  /** The script that starts the server. */
  Path launcher() {
    return home.resolve(File.separatorChar == '\\' ? "bin/kc.bat" : "bin/kc.sh");
  }

  /** Lets others use the folder. */
  @Override
  public void close() {
    try {
      if (claim.isPresent()) {
        claim.get().acquiredBy().close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
