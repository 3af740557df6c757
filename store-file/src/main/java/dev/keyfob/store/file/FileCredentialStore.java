package dev.keyfob.store.file;

import dev.keyfob.auth.api.AccountKey;
import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.CredentialDocument;
import dev.keyfob.auth.api.spi.AccountLock;
import dev.keyfob.auth.api.spi.AccountLocks;
import dev.keyfob.auth.api.spi.AtomicFile;
import dev.keyfob.auth.api.spi.Availability;
import dev.keyfob.auth.api.spi.CredentialStore;
import dev.keyfob.auth.api.spi.FileFailure;
import dev.keyfob.auth.api.spi.OwnerOnly;
import dev.keyfob.auth.api.spi.SafeFileName;
import dev.keyfob.auth.api.spi.StoreContext;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Keeps each document in a file that only its owner can open. */
final class FileCredentialStore implements CredentialStore {
  /** What a login or a renewal may add to a document. */
  private static final int GROWTH = 8192;

  private final StoreContext context;
  private final DocumentPaths paths;
  private final DocumentCodec codec;

  FileCredentialStore(StoreContext context) {
    this.context = context;
    paths = new DocumentPaths(context);
    codec = new DocumentCodec(context.profile().oauth().isPresent());
  }

  @Override
  public String id() {
    return FileStoreFactory.ID;
  }

  @Override
  public Availability availability() {
    Path place = paths.file(AccountKey.of(context.profile().name())).getParent();
    while (place != null && !Files.exists(place, LinkOption.NOFOLLOW_LINKS)) {
      place = place.getParent();
    }
    if (place != null && Files.isDirectory(place) && Files.isWritable(place)) {
      return Availability.YES;
    }
    return Availability.no("The directory " + place + " cannot be written to.", "ls -ld " + place);
  }

  @Override
  public Optional<CredentialDocument> find(AccountKey key) {
    Path file = paths.file(key);
    byte[] content = read(file);
    return content == null ? Optional.empty() : Optional.of(decode(key, file, content));
  }

  @Override
  public void put(AccountKey key, CredentialDocument document) {
    Path file = prepare(key);
    byte[] content = codec.encode(document);
    if (content.length > DocumentFile.MAX_BYTES) {
      throw new AuthException.StoreUnavailable(
          "The credential document of " + key + " is too large to be kept.", null, null);
    }
    AtomicFile.sweep(file);
    AtomicFile.write(file, content);
  }

  @Override
  public boolean delete(AccountKey key) {
    Path file = paths.file(key);
    return OwnerOnly.requireFile(file, context.notices()) && AtomicFile.delete(file);
  }

  @Override
  public List<AccountKey> list(String profile) {
    List<AccountKey> accounts = new ArrayList<>();
    AccountKey standard = AccountKey.of(profile);
    Path shared = paths.shared(standard);
    if (shared != null && Files.exists(shared, LinkOption.NOFOLLOW_LINKS)) {
      accounts.add(standard);
    }
    Path directory = paths.directory(profile);
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
      for (Path file : files) {
        AccountKey key = account(profile, file);
        if (key != null && (shared == null || !key.equals(standard))) {
          accounts.add(key);
        }
      }
    } catch (NoSuchFileException e) {
      // nobody has ever logged in
    } catch (IOException e) {
      throw new AuthException.StoreUnavailable(
          "Cannot list " + directory + ": " + FileFailure.reason(e) + ".",
          "ls -ld " + directory,
          e);
    }
    return accounts;
  }

  private static @Nullable AccountKey account(String profile, Path file) {
    String name = file.getFileName().toString();
    return name.endsWith(DocumentPaths.EXTENSION)
        ? SafeFileName.decode(name.substring(0, name.length() - DocumentPaths.EXTENSION.length()))
            .map(account -> new AccountKey(profile, account))
            .orElse(null)
        : null;
  }

  @Override
  public void requireWritable(AccountKey key) {
    Path file = prepare(key);
    byte[] content = read(file);
    AtomicFile.requireWritable(file, (content == null ? 0 : content.length) + GROWTH);
  }

  @Override
  public Optional<String> setAside(AccountKey key) {
    Path file = paths.file(key);
    if (!OwnerOnly.requireFile(file, context.notices())) {
      return Optional.empty();
    }
    Path place = asidePlace(file);
    AtomicFile.move(file, place);
    return Optional.of(place.toString());
  }

  /** The time in its name is that of the damage, as far as the file system knows. */
  private static Path asidePlace(Path file) {
    String name;
    try {
      name =
          file.getFileName()
              + ".corrupt-"
              + Files.getLastModifiedTime(file, LinkOption.NOFOLLOW_LINKS)
                  .toInstant()
                  .truncatedTo(ChronoUnit.SECONDS)
                  .toString()
                  .replace(":", "")
                  .replace("-", "");
    } catch (IOException e) {
      throw new AuthException.StoreUnavailable(
          "Cannot look at " + file + ": " + FileFailure.reason(e) + ".", "ls -ld " + file, e);
    }
    Path place = file.resolveSibling(name);
    for (int i = 2; Files.exists(place, LinkOption.NOFOLLOW_LINKS); i++) {
      place = file.resolveSibling(name + "-" + i);
    }
    return place;
  }

  /** Profiles that share a file share its lock. */
  @Override
  public AccountLock lock(AccountKey key, Duration limit, AccountLocks local) {
    Path shared = paths.shared(key);
    return shared == null
        ? CredentialStore.super.lock(key, limit, local)
        : local.acquire("file:" + shared, limit);
  }

  /** Makes the directories and looks at the file that is going to be replaced. */
  private Path prepare(AccountKey key) {
    for (Path directory : paths.directories(key)) {
      OwnerOnly.ensureDirectory(directory, context.notices());
    }
    Path file = paths.file(key);
    OwnerOnly.requireFile(file, context.notices());
    return file;
  }

  private byte @Nullable [] read(Path file) {
    return DocumentFile.read(file, context.notices());
  }

  private CredentialDocument decode(AccountKey key, Path file, byte[] content) {
    try {
      if (content.length > DocumentFile.MAX_BYTES) {
        throw new DocumentCodec.Malformed("it is larger than any credential");
      }
      return codec.decode(content, file);
    } catch (DocumentCodec.Malformed e) {
      throw new AuthException.StoreCorrupt(
          "The credential file "
              + file
              + " is damaged: "
              + Objects.requireNonNull(e.getMessage())
              + ".",
          "keyfob login " + key.profile(),
          null);
    }
  }
}
