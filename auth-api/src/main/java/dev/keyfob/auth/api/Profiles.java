package dev.keyfob.auth.api;

import dev.keyfob.auth.api.stability.Stable;
import jakarta.json.JsonObject;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;

/** The service profiles, built-in and the user's own. Safe for use by many threads. */
@Stable
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
   * Reads a profile that is in no file, for example before it is written to one, or in a test.
   *
   * @param name the name used in commands
   * @param document its JSON, as {@link #document} gives it
   * @return the profile, without the environment's overrides
   * @throws AuthException.Misconfigured if a field is wrong
   */
  ServiceProfile parse(String name, JsonObject document);

  /**
   * The profiles that are made of something only their users know, such as a host of their own.
   *
   * @return sorted names, for {@link #template}
   */
  NavigableSet<String> templates();

  /**
   * What a new profile can start from: a template, or any other profile.
   *
   * @param name its name
   * @return its JSON
   * @throws AuthException.Misconfigured if there is none
   */
  JsonObject template(String name);

  /**
   * The keys of a profile that mean nothing to keyfob, most of them misspelled; a plugin may read
   * the others.
   *
   * @param document the profile
   * @return the keys, with dots for nested ones, sorted
   */
  List<String> unknownKeys(JsonObject document);

  /**
   * The keys that a profile can have.
   *
   * @return the keys, with dots for nested ones, sorted
   */
  List<String> knownKeys();

  /**
   * A profile with one value changed, as a person types it.
   *
   * @param document the profile
   * @param key the key, with dots for nested ones
   * @param text the value, lists with commas between; empty to remove it
   * @return the profile; nothing is written
   * @throws AuthException.Misconfigured if there is no such key, or the value is of another kind
   */
  JsonObject with(JsonObject document, String key, String text);

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
   * Makes a private key that a profile's client shows who it is with (RFC 7523), keeps it, and has
   * the profile name it. Blocks for the key and the store.
   *
   * @param name the profile's name
   * @param algorithm ES256, EdDSA, PS256 or RS256
   * @param store the store to keep it in; empty for a file that only the user can read
   * @param replace whether it may take the place of another
   * @return the JWK set to register (RFC 7517)
   * @throws AuthException.Misconfigured if the profile has a key already, or no OAuth settings
   */
  JsonObject generateClientKey(
      String name, String algorithm, Optional<String> store, boolean replace);

  /**
   * Removes a profile from the user's directory. Credentials stay.
   *
   * @param name the profile's name
   * @return whether there was one
   */
  boolean remove(String name);
}
