package dev.keyfob.store.keychain.windows;

import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.Notices;
import dev.keyfob.auth.api.spi.support.AtomicFile;
import dev.keyfob.auth.api.spi.support.FileFailure;
import dev.keyfob.auth.api.spi.support.OwnerOnly;
import dev.keyfob.auth.api.spi.support.SafeFileName;
import dev.keyfob.store.keychain.access.Keychain;
import dev.keyfob.store.keychain.access.KeychainItem;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Files that {@link DataProtection} has sealed, one per account.
 *
 * <p>Windows' own Credential Manager takes 2,560 bytes at most, and a session with an ID token is
 * longer. A file is three parts: a line that names the format, a line with the account's name for
 * {@link #accounts}, and the sealed text, which can only be opened as that account's. Nothing here
 * waits for anybody, so nothing needs a limit.
 */
public final class WindowsVault implements Keychain {
  private static final byte[] FORMAT = "keyfob-vault-1\n".getBytes(StandardCharsets.UTF_8);
  private static final String SUFFIX = ".vault";

  private final Path directory;
  private final DataProtection protection;
  private final Notices notices;

  /**
   * Keeps files in a directory.
   *
   * @param directory made when the first text is written
   * @param protection seals and opens them
   * @param notices hears of permissions that had to be tightened
   */
  public WindowsVault(Path directory, DataProtection protection, Notices notices) {
    this.directory = directory;
    this.protection = protection;
    this.notices = notices;
  }

  @Override
  public void probe() {
    protection.seal(FORMAT, FORMAT);
  }

  @Override
  public void requireWritable(KeychainItem entry) {
    probe();
    OwnerOnly.ensureDirectory(parent(entry.application(), entry.profile()), notices);
  }

  /** A text that cannot be opened is given as it is, to be seen as damaged and moved aside. */
  @Override
  public Optional<byte[]> find(KeychainItem entry) {
    Path file = file(entry);
    if (!OwnerOnly.requireFile(file, notices)) {
      return Optional.empty();
    }
    try {
      byte[] content = Files.readAllBytes(file);
      byte[] header = header(entry);
      return Arrays.mismatch(content, header) == header.length
          ? protection
              .open(Arrays.copyOfRange(content, header.length, content.length), purpose(entry))
              .or(() -> Optional.of(content))
          : Optional.of(content);
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw unavailable("Cannot read " + file, e);
    }
  }

  @Override
  public void put(KeychainItem entry, byte[] text) {
    OwnerOnly.ensureDirectory(parent(entry.application(), entry.profile()), notices);
    Path file = file(entry);
    OwnerOnly.requireFile(file, notices);
    AtomicFile.sweep(file);
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    content.writeBytes(header(entry));
    content.writeBytes(protection.seal(text, purpose(entry)));
    AtomicFile.write(file, content.toByteArray());
  }

  @Override
  public boolean delete(KeychainItem entry) {
    Path file = file(entry);
    try {
      return Files.deleteIfExists(file);
    } catch (IOException e) {
      throw unavailable("Cannot remove " + file, e);
    }
  }

  @Override
  public List<String> accounts(String application, String profile) {
    List<String> accounts = new ArrayList<>();
    Path parent = parent(application, profile);
    try (DirectoryStream<Path> files = Files.newDirectoryStream(parent, "*" + SUFFIX)) {
      for (Path file : files) {
        account(Files.readAllBytes(file)).ifPresent(accounts::add);
      }
    } catch (NoSuchFileException | NotDirectoryException e) {
      return List.of();
    } catch (IOException e) {
      throw unavailable("Cannot list " + parent, e);
    }
    return accounts;
  }

  private static Optional<String> account(byte[] content) {
    if (Arrays.mismatch(content, FORMAT) != FORMAT.length) {
      return Optional.empty();
    }
    int end = FORMAT.length;
    while (end < content.length && content[end] != '\n') {
      end++;
    }
    return Optional.of(
        new String(content, FORMAT.length, end - FORMAT.length, StandardCharsets.UTF_8));
  }

  private static byte[] header(KeychainItem entry) {
    ByteArrayOutputStream header = new ByteArrayOutputStream();
    header.writeBytes(FORMAT);
    header.writeBytes((entry.account() + "\n").getBytes(StandardCharsets.UTF_8));
    return header.toByteArray();
  }

  /** Names hold no line feeds, so that no two slots have the same purpose. */
  private static byte[] purpose(KeychainItem entry) {
    return (entry.application() + "\n" + entry.profile() + "\n" + entry.account())
        .getBytes(StandardCharsets.UTF_8);
  }

  private Path parent(String application, String profile) {
    return directory.resolve(application).resolve(SafeFileName.of(profile));
  }

  private Path file(KeychainItem entry) {
    return parent(entry.application(), entry.profile())
        .resolve(SafeFileName.of(entry.account()) + SUFFIX);
  }

  private static AuthException unavailable(String what, IOException cause) {
    return new AuthException.StoreUnavailable(
        what + ": " + FileFailure.reason(cause) + ".", "keyfob doctor", cause);
  }
}
