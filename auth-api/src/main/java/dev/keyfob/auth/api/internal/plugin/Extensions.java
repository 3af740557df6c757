package dev.keyfob.auth.api.internal.plugin;

import dev.keyfob.auth.api.Notices;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * All implementations of one service by id: those on the module path first, those in the plugin
 * folder only when an id is asked for that the module path does not have. Safe for use by many
 * threads.
 *
 * @param <T> the service
 */
final class Extensions<T> {
  private final Function<T, String> id;
  private final ServiceLoader<T> builtInLoader;
  private final PluginLayers plugins;
  private final Class<T> service;
  private final Notices notices;
  private @Nullable Map<String, T> builtIn;
  private @Nullable Map<String, T> added;

  Extensions(
      Class<T> service,
      ServiceLoader<T> builtInLoader,
      Function<T, String> id,
      PluginLayers plugins,
      Notices notices) {
    this.service = service;
    this.builtInLoader = builtInLoader;
    this.id = id;
    this.plugins = plugins;
    this.notices = notices;
  }

  Optional<T> find(String wanted) {
    T known = builtIn().get(wanted);
    return Optional.ofNullable(known != null ? known : added().get(wanted));
  }

  List<T> all() {
    List<T> all = new ArrayList<>(builtIn().values());
    all.addAll(added().values());
    return all;
  }

  synchronized Map<String, T> builtIn() {
    Map<String, T> known = builtIn;
    if (known == null) {
      known = collect(builtInLoader, Map.of(), "the module path");
      builtIn = known;
    }
    return known;
  }

  synchronized Map<String, T> added() {
    Map<String, T> known = added;
    if (known == null) {
      known = new LinkedHashMap<>();
      for (PluginLayers.Plugin plugin : plugins.all()) {
        Map<String, T> taken = new LinkedHashMap<>(builtIn());
        taken.putAll(known);
        known.putAll(collect(plugin.load(service), taken, plugin.file().toString()));
      }
      added = known;
    }
    return known;
  }

  private Map<String, T> collect(ServiceLoader<T> loader, Map<String, T> taken, String where) {
    Map<String, T> found = new LinkedHashMap<>();
    var providers = loader.stream().iterator();
    while (hasNext(providers, where)) {
      try {
        T extension = providers.next().get();
        String name = id.apply(extension);
        if (taken.containsKey(name) || found.putIfAbsent(name, extension) != null) {
          notices.warn(
              "Ignoring a second " + name + " in " + where + "; an id cannot be replaced.");
        }
      } catch (ServiceConfigurationError | RuntimeException | LinkageError e) {
        notices.warn("A plugin in " + where + " failed to load and is skipped: " + e.getMessage());
      }
    }
    return found;
  }

  private boolean hasNext(java.util.Iterator<ServiceLoader.Provider<T>> providers, String where) {
    // A broken entry is thrown by hasNext and consumed by it; the ones after it are still good.
    while (true) {
      try {
        return providers.hasNext();
      } catch (ServiceConfigurationError e) {
        notices.warn("A plugin in " + where + " failed to load and is skipped: " + e.getMessage());
      }
    }
  }
}
