package dev.keyfob.store.postgresql;

import dev.keyfob.auth.api.AccountKey;
import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.Notices;
import dev.keyfob.auth.api.spi.support.AtomicFile;
import dev.keyfob.auth.api.spi.support.FileFailure;
import dev.keyfob.auth.api.spi.support.JsonText;
import dev.keyfob.auth.api.spi.support.OwnerOnly;
import dev.keyfob.auth.api.spi.support.SafeFileName;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/**
 * Small files of this machine, one for each account of one server, which only their owner can open.
 *
 * @param directory where they are
 * @param extension what their names end with
 * @param notices hears of permissions that had to be tightened
 */
record LocalFiles(Path directory, String extension, Notices notices) {
  /** Those of one server. */
  static LocalFiles of(Path base, ServerAddress server, String extension, Notices notices) {
    Path directory =
        base.resolve(PostgresqlStoreFactory.ID).resolve(SafeFileName.of(server.place()));
    return new LocalFiles(directory, extension, notices);
  }

  Path file(AccountKey key) {
    return directory
        .resolve(SafeFileName.of(key.profile()))
        .resolve(SafeFileName.of(key.account()) + extension);
  }

  boolean exists(AccountKey key) {
    return Files.exists(file(key));
  }

  /** The content; empty if there is no such file, or it makes no sense. */
  Optional<JsonObject> read(AccountKey key) {
    Path file = file(key);
    try {
      if (!Files.exists(file) || !OwnerOnly.requireFile(file, notices)) {
        return Optional.empty();
      }
      return Optional.of(JsonText.parseObject(Files.readAllBytes(file)));
    } catch (NoSuchFileException | JsonException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new AuthException.StoreUnavailable(
          "Cannot read " + file + ": " + FileFailure.reason(e) + ".", "ls -l " + file, e);
    }
  }

  void write(AccountKey key, JsonObject content) {
    write(key, JsonText.compact(content).getBytes(StandardCharsets.UTF_8));
  }

  void write(AccountKey key, byte[] content) {
    Path file = file(key);
    OwnerOnly.ensureDirectory(Objects.requireNonNull(file.getParent()), notices);
    AtomicFile.write(file, content);
  }

  void remove(AccountKey key) {
    if (exists(key)) {
      AtomicFile.delete(file(key));
    }
  }
}
