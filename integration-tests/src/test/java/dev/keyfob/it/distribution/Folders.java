package dev.keyfob.it.distribution;

import dev.keyfob.it.Fixtures;
import dev.keyfob.it.process.KeyfobProcess;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.Map;

/** The distributions that the build made, and copies of them to meddle with. */
final class Folders {
  private Folders() {}

  /** The one that brings its own runtime. */
  static Path complete() {
    return Fixtures.load().root().resolve("cli/target/keyfob");
  }

  /** The one that finds a JDK. */
  static Path portable() {
    return Fixtures.load().root().resolve("cli/target/keyfob-portable");
  }

  /** A launcher in an environment that says nothing about Java. */
  static KeyfobProcess launcher(Path executable, Path home) {
    return new KeyfobProcess(
        executable,
        home,
        Map.of("HOME", home.toString(), "PATH", "/usr/bin:/bin"),
        "",
        Duration.ofSeconds(60));
  }

  /** Copies as {@code cp -R} does: with the permissions, but new times. */
  static void copy(Path from, Path to) throws IOException {
    Files.walkFileTree(
        from,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes)
              throws IOException {
            Files.createDirectories(to.resolve(from.relativize(folder)));
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Path copied = to.resolve(from.relativize(file));
            Files.copy(file, copied, StandardCopyOption.REPLACE_EXISTING);
            Files.setPosixFilePermissions(copied, Files.getPosixFilePermissions(file));
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
