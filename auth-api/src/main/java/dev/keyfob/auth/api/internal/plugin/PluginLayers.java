package dev.keyfob.auth.api.internal.plugin;

import dev.keyfob.auth.api.Notices;
import dev.keyfob.auth.api.spi.OwnerOnly;
import java.io.IOException;
import java.lang.module.Configuration;
import java.lang.module.FindException;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReference;
import java.lang.module.ResolutionException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The jars in the plugin folder, each in a module layer of its own: one that cannot be loaded does
 * not take the others along, and the application's own module path stays as it was when its
 * start-up cache was made. Safe for use by many threads.
 */
public final class PluginLayers {
  private final Path folder;
  private final Notices notices;
  private @Nullable List<Plugin> plugins;

  public PluginLayers(Path folder, Notices notices) {
    this.folder = folder;
    this.notices = notices;
  }

  /**
   * One jar.
   *
   * @param file the jar
   * @param layer its modules
   */
  record Plugin(Path file, ModuleLayer layer) {
    <T> ServiceLoader<T> load(Class<T> service) {
      // Within auth-api, which declares that it uses the service.
      PluginLayers.class.getModule().addUses(service);
      return ServiceLoader.load(layer, service);
    }
  }

  synchronized List<Plugin> all() {
    List<Plugin> known = plugins;
    if (known == null) {
      known = load();
      plugins = known;
    }
    return known;
  }

  private List<Plugin> load() {
    if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
      return List.of();
    }
    OwnerOnly.ensureDirectory(folder, notices);
    List<Plugin> loaded = new ArrayList<>();
    for (Path jar : jars()) {
      try {
        loaded.add(new Plugin(jar, layer(jar)));
      } catch (FindException | ResolutionException | java.lang.LayerInstantiationException e) {
        notices.warn("The plugin " + jar + " is skipped: " + e.getMessage());
      }
    }
    return loaded;
  }

  private List<Path> jars() {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".jar")).sorted().toList();
    } catch (IOException e) {
      notices.warn("The plugin folder " + folder + " cannot be read and is skipped.");
      return List.of();
    }
  }

  private static ModuleLayer layer(Path jar) {
    ModuleLayer parent = PluginLayers.class.getModule().getLayer();
    ModuleLayer above = parent == null ? ModuleLayer.boot() : parent;
    ModuleFinder finder = ModuleFinder.of(jar);
    Set<String> names =
        finder.findAll().stream()
            .map(ModuleReference::descriptor)
            .map(descriptor -> descriptor.name())
            .filter(name -> above.findModule(name).isEmpty())
            .collect(Collectors.toSet());
    Configuration configuration =
        above.configuration().resolveAndBind(finder, ModuleFinder.of(), names);
    return above.defineModulesWithOneLoader(configuration, PluginLayers.class.getClassLoader());
  }
}
