package dev.keyfob.auth.api;

import dev.keyfob.auth.api.internal.login.NoInteraction;
import dev.keyfob.auth.api.internal.profile.ProfileReader;
import dev.keyfob.auth.api.spi.CredentialProvider;
import dev.keyfob.auth.api.spi.CredentialStoreFactory;
import jakarta.json.JsonObject;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Replaces parts of the world that {@link Keyfob} lives in. For one thread. */
public final class KeyfobBuilder {
  public Map<String, String> environment = System.getenv();
  public String osName = System.getProperty("os.name");
  public Clock clock = Clock.systemUTC();
  public Interaction interaction = new NoInteraction();
  public Notices notices = Notices.NONE;
  public Path workingDirectory = Path.of("");
  public final List<CredentialProvider> providers = new ArrayList<>();
  public final List<CredentialStoreFactory> stores = new ArrayList<>();
  public final Map<String, JsonObject> profiles = new HashMap<>();
  public boolean pluginFolder = true;
  public final List<Path> programPlugins = new ArrayList<>();
  @Nullable public HttpClient httpClient;

  KeyfobBuilder() {}

  /**
   * Sets the environment variables.
   *
   * @param variables all of them
   * @return this
   */
  public KeyfobBuilder environment(Map<String, String> variables) {
    environment = variables;
    return this;
  }

  /**
   * Sets the clock that decides what has expired.
   *
   * @param newClock the clock
   * @return this
   */
  public KeyfobBuilder clock(Clock newClock) {
    clock = newClock;
    return this;
  }

  /**
   * Sets the person to ask. Without one, whatever needs a person fails at once.
   *
   * @param person the person
   * @return this
   */
  public KeyfobBuilder interaction(Interaction person) {
    interaction = person;
    return this;
  }

  /**
   * Sets who hears of warnings and of the steps taken.
   *
   * @param listener the listener
   * @return this
   */
  public KeyfobBuilder notices(Notices listener) {
    notices = listener;
    return this;
  }

  /**
   * Sets the directory from which a {@code .keyfob} file is looked for upwards.
   *
   * @param directory the directory
   * @return this
   */
  public KeyfobBuilder workingDirectory(Path directory) {
    workingDirectory = directory;
    return this;
  }

  /**
   * Sets the HTTP client. It must not follow redirects, is used for every request, and is left
   * open.
   *
   * @param client the client
   * @return this
   * @throws IllegalArgumentException if it follows redirects
   */
  public KeyfobBuilder httpClient(HttpClient client) {
    if (client.followRedirects() != HttpClient.Redirect.NEVER) {
      throw new IllegalArgumentException(
          "the HTTP client must not follow redirects: it would take credentials along");
    }
    httpClient = client;
    return this;
  }

  /**
   * Adds a profile, so that the program's users need no file for it. A file of theirs with the same
   * name wins, and so do the environment's overrides.
   *
   * @param name the profile's name
   * @param document the profile, as {@code keyfob profile show} prints it
   * @return this
   * @throws AuthException.Misconfigured if the profile is malformed
   */
  public KeyfobBuilder profile(String name, JsonObject document) {
    ServiceProfile checked = ProfileReader.read(name, document, name);
    profiles.put(checked.name(), document);
    return this;
  }

  /**
   * Adds a provider of the program's own. It takes the place of any other of the same type.
   *
   * @param provider the provider
   * @return this
   */
  public KeyfobBuilder provider(CredentialProvider provider) {
    providers.add(provider);
    return this;
  }

  /**
   * Adds a store of the program's own. It takes the place of any other of the same id; the first
   * one added is where logins go that do not choose a store.
   *
   * @param store opens the store
   * @return this
   */
  public KeyfobBuilder store(CredentialStoreFactory store) {
    stores.add(store);
    return this;
  }

  /**
   * Adds a folder of plugins that come with the program. It is looked into after the user's own, at
   * the first need, and has to belong to the user or to root and be closed to others.
   *
   * @param folder an absolute path, which need not exist
   * @return this
   */
  public KeyfobBuilder plugins(Path folder) {
    programPlugins.add(folder);
    return this;
  }

  /**
   * Leaves the user's plugin folder alone, so that no code is run that is not part of the program.
   *
   * @return this
   */
  public KeyfobBuilder withoutPluginFolder() {
    pluginFolder = false;
    return this;
  }

  /**
   * Opens keyfob.
   *
   * @return an instance to close
   * @throws AuthException.Misconfigured if the environment says nowhere to keep files
   */
  public Keyfob open() {
    return new Keyfob(this);
  }
}
