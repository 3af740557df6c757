package dev.keyfob.auth.api.internal;

import dev.keyfob.auth.api.Extension;
import dev.keyfob.auth.api.Interaction;
import dev.keyfob.auth.api.Keyfob;
import dev.keyfob.auth.api.KeyfobBuilder;
import dev.keyfob.auth.api.Notices;
import dev.keyfob.auth.api.ServiceProfile;
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

/** Collects what {@link Composition} is made of. */
public final class DefaultKeyfobBuilder implements KeyfobBuilder {
  Map<String, String> environment = System.getenv();
  String osName = System.getProperty("os.name");
  Clock clock = Clock.systemUTC();
  Interaction interaction = new NoInteraction();
  Notices notices = Notices.NONE;
  Path workingDirectory = Path.of("");
  final List<CredentialProvider> providers = new ArrayList<>();
  final List<CredentialStoreFactory> stores = new ArrayList<>();
  final Map<String, JsonObject> profiles = new HashMap<>();
  boolean pluginFolder = true;
  final List<Path> programPlugins = new ArrayList<>();
  @Nullable HttpClient httpClient;

  /** For the service loader. */
  public DefaultKeyfobBuilder() {}

  @Override
  public KeyfobBuilder environment(Map<String, String> variables) {
    environment = variables;
    return this;
  }

  @Override
  public KeyfobBuilder clock(Clock newClock) {
    clock = newClock;
    return this;
  }

  @Override
  public KeyfobBuilder interaction(Interaction person) {
    interaction = person;
    return this;
  }

  @Override
  public KeyfobBuilder notices(Notices listener) {
    notices = listener;
    return this;
  }

  @Override
  public KeyfobBuilder workingDirectory(Path directory) {
    workingDirectory = directory;
    return this;
  }

  @Override
  public KeyfobBuilder httpClient(HttpClient client) {
    if (client.followRedirects() != HttpClient.Redirect.NEVER) {
      throw new IllegalArgumentException(
          "the HTTP client must not follow redirects: it would take credentials along");
    }
    httpClient = client;
    return this;
  }

  @Override
  public KeyfobBuilder profile(String name, JsonObject document) {
    ServiceProfile checked = ProfileReader.read(name, document, name);
    profiles.put(checked.name(), document);
    return this;
  }

  @Override
  public KeyfobBuilder provider(Extension.Provider provider) {
    if (!(provider instanceof CredentialProvider known)) {
      throw new IllegalArgumentException(
          "not a CredentialProvider: " + provider.getClass().getName());
    }
    providers.add(known);
    return this;
  }

  @Override
  public KeyfobBuilder store(Extension.Store store) {
    if (!(store instanceof CredentialStoreFactory known)) {
      throw new IllegalArgumentException(
          "not a CredentialStoreFactory: " + store.getClass().getName());
    }
    stores.add(known);
    return this;
  }

  @Override
  public KeyfobBuilder plugins(Path folder) {
    programPlugins.add(folder);
    return this;
  }

  @Override
  public KeyfobBuilder withoutPluginFolder() {
    pluginFolder = false;
    return this;
  }

  @Override
  public Keyfob open() {
    return new DefaultKeyfob(new Composition(this));
  }
}
