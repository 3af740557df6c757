package dev.keyfob.store.file;

import dev.keyfob.auth.api.AccountKey;
import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.CredentialDocument;
import dev.keyfob.auth.api.Secret;
import dev.keyfob.auth.api.spi.AccountLock;
import dev.keyfob.auth.api.spi.AccountLocks;
import dev.keyfob.auth.api.spi.Availability;
import dev.keyfob.auth.api.spi.SealableStore;
import dev.keyfob.auth.api.spi.StoreContext;
import dev.keyfob.auth.api.spi.support.FileFailure;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Keeps each document in a file that only its owner can open, in the clear or sealed. A document
 * that nobody has stored before is sealed if the environment gives a passphrase.
 */
final class FileCredentialStore implements SealableStore {
  /** What a login or a renewal may add to a document. */
  private static final int GROWTH = 8192;

  private final StoreContext context;
  private final DocumentPaths paths;
  private final DocumentCodec codec;
  private final Seals seals;
  private final Map<Path, byte[]> sealedBefore = new ConcurrentHashMap<>();

  FileCredentialStore(StoreContext context, Seals seals) {
    this.context = context;
    this.seals = seals;
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
    DocumentFile file = file(key);
    byte[] content = file.read();
    if (content == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(decode(key, content, file.path()));
    } catch (MalformedDocumentException e) {
      throw corrupt(key, file, e);
    }
  }

  @Override
  public void put(AccountKey key, CredentialDocument document) {
    DocumentFile file = file(key);
    file.prepare();
    byte[] text = codec.encode(document);
    if (text.length > DocumentFile.MAX_BYTES / 2) {
      throw new AuthException.StoreUnavailable(
          "The credential document of " + key + " is too large to be kept.", null, null);
    }
    byte[] content = inFormOfPrevious(key, file, text);
    if (paths.shared(key) == null) {
      AccountName.remember(key.account(), file.path());
    }
    SealMark mark = mark(key);
    if (SealHeader.startsWith(content)) {
      mark.set(); // first, so that there is never a sealed document without
      file.write(content);
    } else {
      file.write(content);
      mark.clear();
    }
  }

  /** Whatever was sealed stays sealed, and what cannot be understood is not overwritten. */
  private byte[] inFormOfPrevious(AccountKey key, DocumentFile file, byte[] text) {
    byte[] previous = file.read();
    if (previous != null) {
      try {
        decode(key, previous, file.path());
      } catch (MalformedDocumentException e) {
        setAside(key);
        previous = null;
      }
    }
    if (previous == null) {
      previous = sealedBefore.remove(file.path());
    }
    if (previous != null
        && SealHeader.startsWith(previous)
        && !seals.hasOtherPassphrase(previous, file.path())) {
      return seals.sealAgain(previous, text, file.path(), key);
    }
    // With a passphrase at hand nothing is written in the clear, whatever was there.
    Optional<Secret> passphrase =
        paths.shared(key) == null ? seals.passphraseForNew() : Optional.empty();
    return passphrase.isPresent() ? seals.seal(text, passphrase.get(), key) : text;
  }

  @Override
  public boolean delete(AccountKey key) {
    DocumentFile file = file(key);
    boolean existed = file.delete();
    mark(key).clear();
    if (existed && paths.shared(key) == null) {
      AccountName.forget(file.path());
    }
    return existed;
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
        AccountName.of(file)
            .map(name -> new AccountKey(profile, name))
            .filter(key -> shared == null || !key.equals(standard))
            .ifPresent(accounts::add);
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

  @Override
  public void requireWritable(AccountKey key) {
    DocumentFile file = file(key);
    file.prepare();
    byte[] content = file.read();
    if (content == null) {
      if (paths.shared(key) == null) {
        seals.passphraseForNew();
      }
    } else if (SealHeader.startsWith(content)) {
      if (!seals.hasOtherPassphrase(content, file.path())) {
        seals.requireKey(content, file.path());
      }
    } else {
      try {
        decode(key, content, file.path());
      } catch (MalformedDocumentException e) {
        // it can be set aside
      }
    }
    file.requireRoom((content == null ? 0 : content.length) + GROWTH);
  }

  @Override
  public Optional<String> setAside(AccountKey key) {
    DocumentFile file = file(key);
    byte[] content = file.read();
    Path place = file.moveAside();
    mark(key).clear();
    if (content != null && SealHeader.startsWith(content)) {
      sealedBefore.put(file.path(), content);
    }
    return Optional.ofNullable(place).map(Path::toString);
  }

  /** Profiles, homes and programs that share a file share its lock. */
  @Override
  public AccountLock lock(AccountKey key, Duration limit, AccountLocks local) {
    DocumentFile file = file(key);
    file.prepare();
    return local.acquireFor(file.path(), limit);
  }

  @Override
  public boolean lacksPassphrase(AccountKey key) {
    DocumentFile file = file(key);
    byte[] content = file.read();
    return content != null
        && SealHeader.startsWith(content)
        && (seals.passphraseForNew().isEmpty() || seals.hasOtherPassphrase(content, file.path()));
  }

  @Override
  public boolean sealed(AccountKey key) {
    byte[] content = file(key).read();
    return content != null && SealHeader.startsWith(content);
  }

  @Override
  public void seal(AccountKey key, Secret passphrase) {
    if (paths.shared(key) != null) {
      throw AuthException.usage(
          "The credentials of " + key + " are shared with another tool, which cannot open a seal.",
          null);
    }
    byte[] text = codec.encode(require(key, false));
    byte[] sealed = seals.seal(text, passphrase, key);
    mark(key).set();
    file(key).write(sealed);
  }

  @Override
  public void unseal(AccountKey key) {
    file(key).write(codec.encode(require(key, true)));
    mark(key).clear();
  }

  @Override
  public void changePassphrase(AccountKey key, Secret passphrase) {
    byte[] text = codec.encode(require(key, true));
    file(key).write(seals.seal(text, passphrase, key));
  }

  /** The document of an account, which must be sealed or must not be. */
  private CredentialDocument require(AccountKey key, boolean wanted) {
    CredentialDocument document = find(key).orElseThrow(() -> new AuthException.NotLoggedIn(key));
    if (sealed(key) != wanted) {
      throw AuthException.usage(
          "The credentials of " + key + (wanted ? " are not sealed." : " are sealed already."),
          "keyfob status " + key.profile());
    }
    file(key).prepare();
    return document;
  }

  private DocumentFile file(AccountKey key) {
    return new DocumentFile(paths.file(key), paths.directories(key), context.notices());
  }

  private SealMark mark(AccountKey key) {
    return new SealMark(paths.file(key), paths.shared(key) == null);
  }

  private CredentialDocument decode(AccountKey key, byte[] content, Path path)
      throws MalformedDocumentException {
    if (content.length > DocumentFile.MAX_BYTES) {
      throw new MalformedDocumentException("it is larger than any credential");
    }
    if (!SealHeader.startsWith(content)) {
      if (mark(key).isSet()) {
        throw new MalformedDocumentException(
            "it is not sealed, as keyfob has left it; somebody has put another in its place");
      }
      return codec.decode(content, path);
    }
    byte[] text = seals.open(content, path, key);
    try {
      return codec.decode(text, path);
    } finally {
      Arrays.fill(text, (byte) 0);
    }
  }

  private static AuthException corrupt(
      AccountKey key, DocumentFile file, MalformedDocumentException why) {
    return new AuthException.StoreCorrupt(
        "The credential file " + file.path() + " is damaged: " + why.phrase() + ".",
        key.loginCommand(),
        null);
  }
}
