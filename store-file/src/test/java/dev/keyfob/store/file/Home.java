package dev.keyfob.store.file;

import dev.keyfob.auth.api.AccountKey;
import dev.keyfob.auth.api.KeyfobDirectories;
import dev.keyfob.auth.api.ServiceProfile;
import dev.keyfob.auth.api.spi.CredentialStore;
import dev.keyfob.auth.api.spi.StoreContext;
import dev.keyfob.auth.testkit.FakeInteraction;
import dev.keyfob.auth.testkit.RecordingNotices;
import dev.keyfob.auth.testkit.TestProfiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Map;

/** Somebody's home directory with a file store in it, seen from outside as well. */
final class Home {
  static final ServiceProfile PROFILE = TestProfiles.acme("{'oauth':{}}");

  /** Sealing that takes a millisecond instead of a second. */
  static final SealHeader.Cost CHEAP = new SealHeader.Cost(1, 32, 1);

  private final Path directory;
  private final Map<String, String> environment = new HashMap<>();
  private final RecordingNotices notices = new RecordingNotices();
  private FakeInteraction interaction = FakeInteraction.script();

  Home(Path directory) {
    this.directory = directory;
    environment.put("HOME", directory.toString());
  }

  Home with(String variable, String value) {
    environment.put(variable, value);
    return this;
  }

  Home with(FakeInteraction person) {
    interaction = person;
    return this;
  }

  /** The store as a new process would open it. */
  CredentialStore store() {
    return store(PROFILE);
  }

  CredentialStore store(ServiceProfile profile) {
    return new FileStoreFactory(CHEAP).open(context(profile));
  }

  StoreContext context(ServiceProfile profile) {
    return StoreContext.builder(
            profile,
            new KeyfobDirectories(
                directory.resolve("config"), directory.resolve("data"), directory.resolve("state")),
            interaction)
        .environment(environment)
        .notices(notices)
        .build();
  }

  RecordingNotices notices() {
    return notices;
  }

  Path path(String relative) {
    return directory.resolve(relative);
  }

  Path credentials() {
    return path("data/credentials");
  }

  /** Where the documents of {@link #PROFILE} are. */
  Path accounts() {
    return credentials().resolve("acme");
  }

  Path file(AccountKey key) {
    return new DocumentPaths(context(PROFILE)).file(key);
  }

  /** Puts a file where a store would have put it. */
  Path write(AccountKey key, byte[] content) {
    return write(file(key), content);
  }

  static Path write(Path file, byte[] content) {
    try {
      Files.createDirectories(
          file.getParent(),
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      Files.write(file, content);
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static byte[] read(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String mode(Path path) {
    try {
      return PosixFilePermissions.toString(
          Files.getPosixFilePermissions(path, LinkOption.NOFOLLOW_LINKS));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
