package dev.keyfob.auth.api.internal.store;

import dev.keyfob.auth.api.AccountKey;
import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.Notices;
import dev.keyfob.auth.api.spi.support.AtomicFile;
import dev.keyfob.auth.api.spi.support.FileFailure;
import dev.keyfob.auth.api.spi.support.JsonFields;
import dev.keyfob.auth.api.spi.support.JsonText;
import dev.keyfob.auth.api.spi.support.OwnerOnly;
import dev.keyfob.auth.api.spi.support.SafeFileName;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What keyfob remembers of accounts beside their credentials: the store of each, one small file per
 * account so that nothing grows with their number, and the account in use of each profile.
 */
public final class StoreRecords {
  private static final String EXTENSION = ".json";
  private static final String LEFTOVERS = "leftovers";

  private final Path directory;
  private final String usualStore;
  private final Notices notices;

  /**
   * Keeps records in a directory.
   *
   * @param directory made when the first record is written
   * @param usualStore the store of accounts without a record
   */
  public StoreRecords(Path directory, String usualStore, Notices notices) {
    this.directory = directory;
    this.usualStore = usualStore;
    this.notices = notices;
  }

  /** The store of an account's last login; empty for the usual store. */
  public Optional<String> store(AccountKey key) {
    return read(accountFile(key)).flatMap(fields -> fields.text("store"));
  }

  /** The stores of a profile's accounts, as far as they are remembered. */
  Set<String> stores(String profile) {
    Path folder = directory.resolve(SafeFileName.of(profile));
    if (!Files.isDirectory(folder)) {
      return Set.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.toString().endsWith(EXTENSION))
          .flatMap(file -> read(file).stream())
          .flatMap(fields -> fields.text("store").stream())
          .collect(Collectors.toCollection(TreeSet::new));
    } catch (IOException e) {
      throw unreadable(folder, e);
    }
  }

  /**
   * The stores where a move that was cut short may have left a copy of an account's document. What
   * is there is never used, and is to be removed.
   */
  public List<String> leftovers(AccountKey key) {
    return read(accountFile(key)).map(fields -> fields.texts(LEFTOVERS)).orElse(List.of());
  }

  /** The accounts of a profile of which a store is remembered. */
  List<String> accounts(String profile) {
    List<String> accounts = new ArrayList<>();
    try (DirectoryStream<Path> files =
        Files.newDirectoryStream(directory.resolve(SafeFileName.of(profile)))) {
      for (Path file : files) {
        String name = file.getFileName().toString();
        if (name.endsWith(EXTENSION)) {
          SafeFileName.decode(name.substring(0, name.length() - EXTENSION.length()))
              .ifPresent(accounts::add);
        }
      }
    } catch (NotDirectoryException | NoSuchFileException e) {
      // nothing is remembered of any
    } catch (IOException e) {
      throw unreadable(directory, e);
    }
    return accounts;
  }

  /** Remembers the store of an account. */
  public void rememberStore(AccountKey key, String store) {
    rememberStore(key, store, List.of());
  }

  /**
   * Remembers the store of an account, and where else there may be copies.
   *
   * @param leftovers what {@link #leftovers} gives from now on
   */
  void rememberStore(AccountKey key, String store, Collection<String> leftovers) {
    Path file = accountFile(key);
    // No record means the usual store, which therefore costs nothing to look up.
    if (!store.equals(usualStore) || !leftovers.isEmpty() || Files.exists(file)) {
      JsonObjectBuilder record = JsonText.PROVIDER.createObjectBuilder().add("store", store);
      if (!leftovers.isEmpty()) {
        record.add(LEFTOVERS, JsonText.PROVIDER.createArrayBuilder(leftovers));
      }
      write(file, record);
    }
  }

  /** The account that a profile's commands are about when they do not say. */
  public Optional<String> current(String profile) {
    return read(profileFile(profile)).flatMap(fields -> fields.text("account"));
  }

  /** Chooses the account that a profile's commands are about. */
  public void use(AccountKey key) {
    write(
        profileFile(key.profile()),
        JsonText.PROVIDER.createObjectBuilder().add("account", key.account()));
  }

  private Path accountFile(AccountKey key) {
    return directory
        .resolve(SafeFileName.of(key.profile()))
        .resolve(SafeFileName.of(key.account()) + EXTENSION);
  }

  /** Beside the profile's accounts, none of which has a name that begins with a tilde. */
  private Path profileFile(String profile) {
    return directory.resolve(SafeFileName.of(profile)).resolve("~current" + EXTENSION);
  }

  private static Optional<JsonFields> read(Path file) {
    if (!OwnerOnly.requireTrusted(file, false)) {
      return Optional.empty();
    }
    try {
      JsonObject record = JsonText.parseObject(Files.readAllBytes(file));
      return Optional.of(JsonFields.of(record, problem -> corrupt(file, problem, null)));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw unreadable(file, e);
    } catch (JsonException e) {
      throw corrupt(file, "it is not a JSON object", e);
    }
  }

  private void write(Path file, JsonObjectBuilder record) {
    OwnerOnly.ensureDirectory(Objects.requireNonNull(file.getParent()), notices);
    AtomicFile.write(file, JsonText.pretty(record.build()).getBytes(StandardCharsets.UTF_8));
  }

  private static AuthException unreadable(Path path, IOException cause) {
    return new AuthException.StoreUnavailable(
        "Cannot read " + path + ": " + FileFailure.reason(cause) + ".", "ls -ld " + path, cause);
  }

  private static AuthException corrupt(Path file, String problem, @Nullable Exception cause) {
    return new AuthException.StoreCorrupt(
        "The file " + file + " is damaged: " + problem + ".", "rm " + file, cause);
  }
}
