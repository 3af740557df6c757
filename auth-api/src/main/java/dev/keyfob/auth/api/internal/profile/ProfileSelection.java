package dev.keyfob.auth.api.internal.profile;

import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.spi.support.Environment;
import dev.keyfob.auth.api.spi.support.FileFailure;
import dev.keyfob.auth.api.spi.support.JsonFields;
import dev.keyfob.auth.api.spi.support.JsonText;
import dev.keyfob.auth.api.spi.support.OwnerOnly;
import jakarta.json.JsonException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which profile and account a command is about when it does not say: {@code KEYFOB_PROFILE}, else
 * the nearest {@code .keyfob} file going up from the working directory, else the only profile there
 * is.
 */
public final class ProfileSelection {
  private static final String BINDING = ".keyfob";

  private final ProfileRepository profiles;
  private final Map<String, String> environment;
  private final Path workingDirectory;

  public ProfileSelection(
      ProfileRepository profiles, Map<String, String> environment, Path workingDirectory) {
    this.profiles = profiles;
    this.environment = environment;
    this.workingDirectory = workingDirectory;
  }

  /**
   * A profile, and the account if whatever names the profile names one too.
   *
   * @param profile the profile's name
   * @param account the account's name
   */
  public record Selected(String profile, Optional<String> account) {}

  /**
   * Selects.
   *
   * @param profile what the command says; empty if nothing
   * @param account what the command says; empty if nothing
   * @throws AuthException.Misconfigured if nothing tells, or the binding file is malformed
   */
  public Selected select(Optional<String> profile, Optional<String> account) {
    return find(profile, account).orElseThrow(this::nothingTells);
  }

  /**
   * Selects, if anything tells.
   *
   * @param profile what the command says; empty if nothing
   * @param account what the command says; empty if nothing
   * @throws AuthException.Misconfigured if the binding file is malformed
   */
  public Optional<Selected> find(Optional<String> profile, Optional<String> account) {
    Optional<String> chosen = profile.or(() -> variable("KEYFOB_PROFILE"));
    Optional<String> chosenAccount = account.or(() -> variable("KEYFOB_ACCOUNT"));
    if (chosen.isPresent() && chosenAccount.isPresent()) {
      return Optional.of(new Selected(chosen.get(), chosenAccount));
    }
    if (chosen.isPresent()) {
      String name = chosen.get();
      return Optional.of(
          new Selected(
              name,
              chosenAccount.or(
                  () ->
                      bindingIfTrusted()
                          .filter(b -> b.profile().equals(name))
                          .flatMap(Selected::account))));
    }
    Optional<Selected> binding = binding();
    if (binding.isPresent()) {
      return Optional.of(
          new Selected(binding.get().profile(), chosenAccount.or(() -> binding.get().account())));
    }
    NavigableSet<String> own = profiles.ownNames();
    return own.size() == 1
        ? Optional.of(new Selected(own.first(), chosenAccount))
        : Optional.empty();
  }

  /** Those that come with keyfob are too many to be an answer. */
  private AuthException nothingTells() {
    NavigableSet<String> own = profiles.ownNames();
    return own.isEmpty()
        ? AuthException.usage(
            "No profile is selected. Choose one with --profile.", "keyfob profile list")
        : AuthException.usage(
            "There is more than one profile: "
                + String.join(", ", own)
                + ". Choose one with --profile.",
            "export KEYFOB_PROFILE=" + own.first());
  }

  /** Where the profile is known, a stranger's file stops nobody. */
  private Optional<Selected> bindingIfTrusted() {
    try {
      return binding();
    } catch (AuthException.Misconfigured e) {
      return Optional.empty();
    }
  }

  /** As git does since CVE-2022-24765: a directory above may be one where everybody writes. */
  private Optional<Selected> binding() {
    for (@Nullable Path directory = workingDirectory.toAbsolutePath().normalize();
        directory != null;
        directory = directory.getParent()) {
      Path file = directory.resolve(BINDING);
      if (Files.isRegularFile(file) && OwnerOnly.requireTrusted(file, true)) {
        return read(file);
      }
    }
    return Optional.empty();
  }

  private static Optional<Selected> read(Path file) {
    try {
      JsonFields fields =
          JsonFields.of(
              JsonText.parseObject(Files.readAllBytes(file)),
              problem -> AuthException.usage("The file " + file + ": " + problem + ".", null));
      return fields.text("profile").map(name -> new Selected(name, fields.text("account")));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw AuthException.usage("Cannot read " + file + ": " + FileFailure.reason(e) + ".", null);
    } catch (JsonException e) {
      throw AuthException.usage("The file " + file + " is not a JSON object.", null);
    }
  }

  private Optional<String> variable(String name) {
    return Environment.value(environment, name).map(String::strip);
  }
}
