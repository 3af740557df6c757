package dev.keyfob.cli.setup;

import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.spi.support.AtomicFile;
import dev.keyfob.auth.api.spi.support.FileFailure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Another program's settings, changed in one step and with the permissions they had. Before the
 * first change a copy is kept beside them, for the owner only.
 */
final class SettingsFile {
  private static final String BACKUP = ".before-keyfob";

  private final Path named;

  SettingsFile(Path file) {
    named = file.toAbsolutePath().normalize();
  }

  /** The text; empty if there is no file. */
  String read() {
    try {
      return Files.readString(named, StandardCharsets.UTF_8);
    } catch (NoSuchFileException e) {
      return "";
    } catch (IOException e) {
      throw unusable(e);
    }
  }

  boolean exists() {
    return Files.exists(named);
  }

  /** Replaces the text. A link, as those have who keep their settings elsewhere, stays one. */
  void write(String text) {
    try {
      Path file = Files.exists(named) ? named.toRealPath() : named;
      Path directory = file.getParent();
      if (directory != null) {
        Files.createDirectories(directory);
      }
      @Nullable Set<PosixFilePermission> permissions = permissions(file);
      AtomicFile.write(file, text.getBytes(StandardCharsets.UTF_8));
      if (permissions != null) {
        Files.setPosixFilePermissions(file, permissions);
      }
    } catch (IOException e) {
      throw unusable(e);
    }
  }

  /** Keeps the text as it is now, unless an earlier one is kept already. */
  void backUp(String text) {
    if (exists() && !Files.exists(backup())) {
      AtomicFile.write(backup(), text.getBytes(StandardCharsets.UTF_8));
    }
  }

  Path backup() {
    return named.resolveSibling(named.getFileName() + BACKUP);
  }

  void delete() {
    AtomicFile.delete(named);
  }

  private static @Nullable Set<PosixFilePermission> permissions(Path file) throws IOException {
    boolean posix = file.getFileSystem().supportedFileAttributeViews().contains("posix");
    return posix && Files.exists(file) ? Files.getPosixFilePermissions(file) : null;
  }

  private AuthException unusable(IOException cause) {
    return AuthException.usage(
        "Cannot change " + named + ": " + FileFailure.reason(cause) + ".", "ls -l " + named);
  }
}
