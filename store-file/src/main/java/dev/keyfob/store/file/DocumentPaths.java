package dev.keyfob.store.file;

import dev.keyfob.auth.api.AccountKey;
import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.ErrorCode;
import dev.keyfob.auth.api.KeyfobDirectories;
import dev.keyfob.auth.api.ServiceProfile;
import dev.keyfob.auth.api.spi.StoreContext;
import dev.keyfob.auth.api.spi.support.SafeFileName;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which file holds an account's document: {@code credentials/PROFILE/ACCOUNT.json} below keyfob's
 * data directory. A profile that shares another tool's file has its default account there; that
 * tool knows no other accounts, so these are where they always are.
 */
final class DocumentPaths {
  static final String EXTENSION = ".json";

  private final Path credentials;
  private final String profile;
  private final StoreContext context;
  private volatile @Nullable Path shared;

  DocumentPaths(StoreContext context) {
    credentials = context.directories().data().resolve("credentials");
    profile = context.profile().name();
    this.context = context;
  }

  /** Looked up when it is needed: a credential in the environment works without a home. */
  private @Nullable Path shared() {
    Path known = shared;
    if (known == null) {
      known =
          context
              .profile()
              .credentialFile()
              .map(file -> sharedFile(file, context.profile(), context.environment()))
              .map(file -> requireForeign(file, context))
              .orElse(null);
      shared = known;
    }
    return known;
  }

  /** Else a profile could name another profile's credential as its own. */
  private static Path requireForeign(Path file, StoreContext context) {
    KeyfobDirectories own = context.directories();
    Path real = real(file);
    for (Path directory : List.of(own.data(), own.config(), own.state())) {
      if (file.startsWith(directory) || real.startsWith(real(directory))) {
        throw misconfigured(
            "The profile " + context.profile().name() + " names a file of keyfob's own.",
            "keyfob profile show " + context.profile().name());
      }
    }
    return file;
  }

  private static Path real(Path path) {
    try {
      return path.toRealPath();
    } catch (IOException e) {
      return path.normalize();
    }
  }

  Path file(AccountKey key) {
    Path other = shared(key);
    return other != null
        ? other
        : directory(key.profile()).resolve(SafeFileName.of(key.account()) + EXTENSION);
  }

  /** The other tool's file if the account is in it. */
  @Nullable Path shared(AccountKey key) {
    return key.profile().equals(profile) && key.account().equals(AccountKey.DEFAULT_ACCOUNT)
        ? shared()
        : null;
  }

  /**
   * The directories that must be this user's alone, outermost first; another tool's are its own.
   */
  List<Path> directories(AccountKey key) {
    Path directory = Objects.requireNonNull(file(key).getParent());
    return shared(key) != null ? List.of() : List.of(credentials, directory);
  }

  /** Where a profile's accounts are that are in no other tool's file. */
  Path directory(String profileName) {
    return credentials.resolve(SafeFileName.of(profileName));
  }

  private static Path sharedFile(
      String file, ServiceProfile profile, Map<String, String> environment) {
    Path path =
        file.startsWith("~/")
            ? home(file, profile, environment).resolve(file.substring(2))
            : Path.of(file);
    Path name = path.getFileName();
    if (!path.isAbsolute() || name == null) {
      throw misconfigured(
          "The profile " + profile.name() + " shares the file " + file + ", which is no full path.",
          "keyfob profile show " + profile.name());
    }
    return directoryOverride(profile, environment)
        .map(directory -> Path.of(directory).toAbsolutePath().resolve(name))
        .orElse(path)
        .normalize();
  }

  /** The other tool's own variable for the directory, such as {@code HEYGEN_CONFIG_DIR}. */
  private static Optional<String> directoryOverride(
      ServiceProfile profile, Map<String, String> environment) {
    for (String variable : profile.environment().getOrDefault("configDirectory", List.of())) {
      String value = environment.getOrDefault(variable, "");
      if (!value.isBlank()) {
        return Optional.of(value);
      }
    }
    return Optional.empty();
  }

  private static Path home(String file, ServiceProfile profile, Map<String, String> environment) {
    String home = environment.getOrDefault("HOME", environment.getOrDefault("USERPROFILE", ""));
    if (home.isBlank()) {
      throw misconfigured(
          "The profile "
              + profile.name()
              + " shares the file "
              + file
              + ", and HOME does not say where that is.",
          "export HOME=\"$DIRECTORY\"");
    }
    return Path.of(home).toAbsolutePath();
  }

  private static AuthException misconfigured(String message, String hint) {
    return new AuthException.Misconfigured(ErrorCode.USAGE, message, hint, null);
  }
}
