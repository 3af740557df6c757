package dev.keyfob.auth.api.internal.http;

import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.Notices;
import dev.keyfob.auth.api.spi.OriginNonces;
import dev.keyfob.auth.api.spi.support.AtomicFile;
import dev.keyfob.auth.api.spi.support.OwnerOnly;
import dev.keyfob.auth.api.spi.support.SafeFileName;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Nonces in a file for each server, so that all processes use the newest: a command that lives for
 * a moment would otherwise be refused once every time.
 */
public final class NonceFiles implements OriginNonces {
  private static final int MAX_LENGTH = 4096;

  private final Path directory;
  private final Notices notices;
  private final OriginNonces memory = OriginNonces.inMemory();

  /** Reads nothing yet. */
  public NonceFiles(Path directory, Notices notices) {
    this.directory = directory;
    this.notices = notices;
  }

  @Override
  public Optional<String> find(URI target) {
    return read(file(target)).or(() -> memory.find(target));
  }

  private Optional<String> read(Path file) {
    try {
      if (Files.isRegularFile(file) && Files.size(file) <= MAX_LENGTH) {
        return Optional.of(Files.readString(file, StandardCharsets.US_ASCII).strip())
            .filter(OriginNonces::isNonce);
      }
    } catch (IOException e) {
      notices.trace(() -> "no nonce read: " + e.getMessage());
    }
    return Optional.empty();
  }

  @Override
  public void keep(URI target, String nonce) {
    if (!OriginNonces.isNonce(nonce) || nonce.length() > MAX_LENGTH) {
      return;
    }
    memory.keep(target, nonce);
    try {
      if (read(file(target)).filter(nonce::equals).isPresent()) {
        return;
      }
      OwnerOnly.ensureDirectory(directory, notices);
      AtomicFile.write(file(target), nonce.getBytes(StandardCharsets.US_ASCII));
    } catch (AuthException e) {
      notices.trace(() -> "nonce not kept: " + e.getMessage());
    }
  }

  private Path file(URI target) {
    return directory.resolve(SafeFileName.of(OriginNonces.origin(target)));
  }
}
