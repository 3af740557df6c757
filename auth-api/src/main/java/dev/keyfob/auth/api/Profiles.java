package dev.keyfob.auth.api;

import dev.keyfob.auth.api.internal.profile.ProfileRepository;
import jakarta.json.JsonObject;
import java.nio.file.Path;
import java.util.Map;
import java.util.NavigableSet;
import java.util.function.Consumer;

/** The service profiles, built-in and the user's own. Safe for use by many threads. */
public final class Profiles {
  private final ProfileRepository repository;
  private final Consumer<String> changed;

  Profiles(ProfileRepository repository, Consumer<String> changed) {
    this.repository = repository;
    this.changed = changed;
  }

  /**
   * The names of all profiles.
   *
   * @return sorted names
   */
  public NavigableSet<String> names() {
    return repository.names();
  }

  /**
   * A profile with the environment's overrides applied.
   *
   * @param name the profile's name
   * @return the profile
   * @throws AuthException.Misconfigured if there is none, or it is malformed
   */
  public ServiceProfile get(String name) {
    return repository.get(name);
  }

  /**
   * A profile as it is written down: what one edits.
   *
   * @param name the profile's name
   * @return its JSON without the environment's overrides, not checked
   * @throws AuthException.Misconfigured if there is none, or it is not a JSON object
   */
  public JsonObject document(String name) {
    return repository.document(name);
  }

  /**
   * What the environment replaces in a profile.
   *
   * @param name the profile's name
   * @return the names of the variables by the setting that each replaces, as in {@code
   *     oauth.clientId}, sorted by setting
   * @throws AuthException.Misconfigured if there is no such profile
   */
  public Map<String, String> overrides(String name) {
    return repository.overrides(name);
  }

  /**
   * Whether a profile is the user's own, as opposed to built in.
   *
   * @param name the profile's name
   * @return true if there is a file for it
   */
  public boolean isOwn(String name) {
    return repository.ownNames().contains(name);
  }

  /**
   * Whether a profile comes with keyfob.
   *
   * @param name the profile's name
   * @return true if removing the user's own leaves the built-in one
   */
  public boolean isBuiltIn(String name) {
    return repository.isBuiltIn(name);
  }

  /**
   * Writes a profile to the user's directory.
   *
   * @param name the profile's name
   * @param document the profile
   * @return the file
   * @throws AuthException.Misconfigured if the profile is malformed; nothing is written
   */
  public Path put(String name, JsonObject document) {
    Path file = repository.put(name, document);
    changed.accept(name);
    return file;
  }

  /**
   * Removes a profile from the user's directory. Credentials stay.
   *
   * @param name the profile's name
   * @return whether there was one
   */
  public boolean remove(String name) {
    boolean removed = repository.remove(name);
    changed.accept(name);
    return removed;
  }
}
