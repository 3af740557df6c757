package dev.keyfob.auth.api.internal.profile;

import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.ErrorCode;
import dev.keyfob.auth.api.Notices;
import dev.keyfob.auth.api.ServiceProfile;
import dev.keyfob.auth.api.spi.support.AtomicFile;
import dev.keyfob.auth.api.spi.support.FileFailure;
import dev.keyfob.auth.api.spi.support.JsonText;
import dev.keyfob.auth.api.spi.support.OwnerOnly;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The profiles: those in the user's directory, and those that come with keyfob. */
public final class ProfileRepository {
  /** Each is a resource beside this class, read only when it is named. */
  private static final Set<String> BUILT_IN =
      Set.of(
          "anthropic",
          "atlassian",
          "clerk",
          "discord",
          "dockerhub",
          "dropbox",
          "entra",
          "figma",
          "github",
          "gitlab",
          "google",
          "heygen",
          "hubspot",
          "huggingface",
          "hyperframes",
          "linear",
          "notion",
          "npm",
          "openai",
          "pipecat",
          "slack",
          "spotify",
          "stripe",
          "x",
          "zoom");

  private static final Set<String> TEMPLATES =
      Set.of(
          "auth0",
          "authelia",
          "authentik",
          "cognito",
          "dex",
          "hydra",
          "keycloak",
          "okta",
          "salesforce",
          "zitadel");

  private static final String EXTENSION = ProfileFile.EXTENSION;

  private final Path directory;
  private final Map<String, JsonObject> given;
  private final Map<String, String> environment;
  private final Notices notices;

  /**
   * Looks for profiles.
   *
   * @param directory the user's own
   * @param given those of the embedding program, by name, in the place of built-in ones
   * @param environment overrides settings
   */
  public ProfileRepository(
      Path directory,
      Map<String, JsonObject> given,
      Map<String, String> environment,
      Notices notices) {
    this.directory = directory;
    this.given = Map.copyOf(given);
    this.environment = environment;
    this.notices = notices;
  }

  /**
   * Reads a profile with the environment's overrides applied.
   *
   * @throws AuthException.Misconfigured if there is none, or it is malformed
   */
  public ServiceProfile get(String name) {
    Path file = file(name);
    Optional<JsonObject> own = readFile(file);
    JsonObject document = own.or(() -> builtIn(name)).orElseThrow(() -> unknown(name));
    notices.trace(
        () ->
            "the profile " + name + " is " + (own.isPresent() ? "read from " + file : "built in"));
    return ProfileReader.read(
        name,
        ProfileOverrides.apply(name, document, environment),
        own.isPresent() ? "in " + file : name);
  }

  /**
   * A profile as its file has it, without the environment's overrides, and not checked.
   *
   * @throws AuthException.Misconfigured if there is none, or it is not a JSON object
   */
  public JsonObject document(String name) {
    return readFile(file(name)).or(() -> builtIn(name)).orElseThrow(() -> unknown(name));
  }

  /**
   * What the environment replaces in a profile.
   *
   * @return variable names by the setting that each replaces, sorted by setting
   */
  public Map<String, String> overrides(String name) {
    return ProfileOverrides.applied(name, document(name), environment);
  }

  private static AuthException unknown(String name) {
    if (TEMPLATES.contains(name)) {
      return new AuthException.Misconfigured(
          ErrorCode.PROFILE_NOT_FOUND,
          name + " is a template: it needs an address of yours to become a profile.",
          "keyfob profile add \"$NAME\" --like "
              + name
              + " --issuer \"$ISSUER\" --client-id \"$CLIENT_ID\"",
          null);
    }
    return new AuthException.Misconfigured(
        ErrorCode.PROFILE_NOT_FOUND,
        "There is no profile named " + name + ".",
        "keyfob profile list",
        null);
  }

  /** The names of all profiles, sorted. */
  public NavigableSet<String> names() {
    NavigableSet<String> names = new TreeSet<>(BUILT_IN);
    names.addAll(given.keySet());
    names.addAll(ownNames());
    return names;
  }

  /** The names of what only becomes a profile with something of its user's, sorted. */
  public NavigableSet<String> templates() {
    return new TreeSet<>(TEMPLATES);
  }

  /**
   * What a new profile can start from.
   *
   * @throws AuthException.Misconfigured if there is nothing of that name
   */
  public JsonObject template(String name) {
    return TEMPLATES.contains(name) ? resource(name) : document(name);
  }

  /** The names of the profiles in the user's directory, sorted. */
  public NavigableSet<String> ownNames() {
    NavigableSet<String> names = new TreeSet<>();
    if (!Files.isDirectory(directory)) {
      return names;
    }
    try (Stream<Path> files = Files.list(directory)) {
      files
          .map(file -> file.getFileName().toString())
          .filter(file -> file.endsWith(EXTENSION))
          .map(file -> file.substring(0, file.length() - EXTENSION.length()))
          .flatMap(file -> ProfileFile.name(file).stream())
          .forEach(names::add);
      return names;
    } catch (IOException e) {
      throw unreadable(directory, e);
    }
  }

  /** Whether a profile comes with keyfob. */
  public boolean isBuiltIn(String name) {
    return BUILT_IN.contains(name) || given.containsKey(name);
  }

  /**
   * Writes a profile to the user's directory.
   *
   * @return the file
   * @throws AuthException.Misconfigured if it could not be read back
   */
  public Path put(String name, JsonObject document) {
    ProfileReader.read(name, document, name);
    Path file = ProfileFile.toWrite(directory, required(name));
    OwnerOnly.ensureDirectory(directory, notices);
    AtomicFile.write(file, JsonText.pretty(document).getBytes(StandardCharsets.UTF_8));
    return file;
  }

  /**
   * Removes a profile from the user's directory.
   *
   * @return whether there was one
   */
  public boolean remove(String name) {
    Path file = file(name);
    try {
      return Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new AuthException.StoreUnavailable(
          "Cannot remove " + file + ": " + FileFailure.reason(e) + ".", "ls -l " + file, e);
    }
  }

  private Path file(String name) {
    return ProfileFile.toRead(directory, required(name));
  }

  private static String required(String name) {
    if (name.isBlank()) {
      throw AuthException.usage("The profile name is empty.", "keyfob profile list");
    }
    return name;
  }

  private static Optional<JsonObject> readFile(Path file) {
    if (!OwnerOnly.requireTrusted(file, false)) {
      return Optional.empty();
    }
    try {
      return Optional.of(JsonText.parseObject(Files.readAllBytes(file)));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw unreadable(file, e);
    } catch (JsonException e) {
      throw ProfileReader.malformed("in " + file, "it is not a JSON object");
    }
  }

  private static AuthException unreadable(Path path, IOException cause) {
    return new AuthException.Misconfigured(
        ErrorCode.USAGE,
        "Cannot read " + path + ": " + FileFailure.reason(cause) + ".",
        "ls -ld " + path,
        cause);
  }

  private Optional<JsonObject> builtIn(String name) {
    if (given.containsKey(name) || !BUILT_IN.contains(name)) {
      return Optional.ofNullable(given.get(name));
    }
    return Optional.of(resource(name));
  }

  private static JsonObject resource(String name) {
    try (InputStream in = ProfileRepository.class.getResourceAsStream(name + EXTENSION)) {
      if (in == null) {
        throw new IllegalStateException("the built-in profile " + name + " is missing");
      }
      return JsonText.parseObject(in.readAllBytes());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
