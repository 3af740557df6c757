package dev.keyfob.auth.api;

import jakarta.json.JsonObject;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;

/**
 * Replaces parts of the world that {@link Keyfob} lives in. For one thread. Not to be implemented.
 */
public interface KeyfobBuilder {
  /**
   * Sets the environment variables.
   *
   * @param variables all of them
   * @return this
   */
  KeyfobBuilder environment(Map<String, String> variables);

  /**
   * Sets the clock that decides what has expired.
   *
   * @param newClock the clock
   * @return this
   */
  KeyfobBuilder clock(Clock newClock);

  /**
   * Sets the person to ask. Without one, whatever needs a person fails at once.
   *
   * @param person the person
   * @return this
   */
  KeyfobBuilder interaction(Interaction person);

  /**
   * Sets who hears of warnings and of the steps taken.
   *
   * @param listener the listener
   * @return this
   */
  KeyfobBuilder notices(Notices listener);

  /**
   * Sets the directory from which a {@code .keyfob} file is looked for upwards.
   *
   * @param directory the directory
   * @return this
   */
  KeyfobBuilder workingDirectory(Path directory);

  /**
   * Sets the HTTP client. It must not follow redirects, is used for every request, and is left
   * open.
   *
   * @param client the client
   * @return this
   * @throws IllegalArgumentException if it follows redirects
   */
  KeyfobBuilder httpClient(HttpClient client);

  /**
   * Adds a profile, so that the program's users need no file for it. A file of theirs with the same
   * name wins, and so do the environment's overrides.
   *
   * @param name the profile's name
   * @param document the profile, as {@code keyfob profile show} prints it
   * @return this
   * @throws AuthException.Misconfigured if the profile is malformed
   */
  KeyfobBuilder profile(String name, JsonObject document);

  /**
   * Adds a provider of the program's own. It takes the place of any other of the same type.
   *
   * @param provider a {@code CredentialProvider}
   * @return this
   */
  KeyfobBuilder provider(Extension.Provider provider);

  /**
   * Adds a store of the program's own. It takes the place of any other of the same id; the first
   * one added is where logins go that do not choose a store.
   *
   * @param store a {@code CredentialStoreFactory}
   * @return this
   */
  KeyfobBuilder store(Extension.Store store);

  /**
   * Adds a folder of plugins that come with the program. It is looked into after the user's own, at
   * the first need, and has to belong to the user or to root and be closed to others.
   *
   * @param folder an absolute path, which need not exist
   * @return this
   */
  KeyfobBuilder plugins(Path folder);

  /**
   * Leaves the user's plugin folder alone, so that no code is run that is not part of the program.
   *
   * @return this
   */
  KeyfobBuilder withoutPluginFolder();

  /**
   * Opens keyfob.
   *
   * @return an instance to close
   * @throws AuthException.Misconfigured if the environment says nowhere to keep files
   */
  Keyfob open();
}
