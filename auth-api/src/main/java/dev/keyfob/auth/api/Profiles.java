package dev.keyfob.auth.api;

import jakarta.json.JsonObject;
import java.nio.file.Path;
import java.util.Map;
import java.util.NavigableSet;

/** The service profiles, built-in and the user's own. Safe for use by many threads. */
public interface Profiles {
  /**
   * The names of all profiles.
   *
   * @return sorted names
   */
  NavigableSet<String> names();

  /**
   * A profile with the environment's overrides applied.
   *
   * @param name the profile's name
   * @return the profile
   * @throws AuthException.Misconfigured if there is none, or it is malformed
   */
  ServiceProfile get(String name);

  /**
   * A profile as it is written down: what one edits.
   *
   * @param name the profile's name
   * @return its JSON without the environment's overrides, not checked
   * @throws AuthException.Misconfigured if there is none, or it is not a JSON object
   */
  JsonObject document(String name);

  /**
   * What the environment replaces in a profile.
   *
   * @param name the profile's name
   * @return the names of the variables by the setting that each replaces, as in {@code
   *     oauth.clientId}, sorted by setting
   * @throws AuthException.Misconfigured if there is no such profile
   */
  Map<String, String> overrides(String name);

  /**
   * Whether a profile is the user's own, as opposed to built in.
   *
   * @param name the profile's name
   * @return true if there is a file for it
   */
  boolean isOwn(String name);

  /**
   * Whether a profile comes with keyfob.
   *
   * @param name the profile's name
   * @return true if removing the user's own leaves the built-in one
   */
  boolean isBuiltIn(String name);

  /**
   * Writes a profile to the user's directory.
   *
   * @param name the profile's name
   * @param document the profile
   * @return the file
   * @throws AuthException.Misconfigured if the profile is malformed; nothing is written
   */
  Path put(String name, JsonObject document);

  /**
   * Removes a profile from the user's directory. Credentials stay.
   *
   * @param name the profile's name
   * @return whether there was one
   */
  boolean remove(String name);
}
