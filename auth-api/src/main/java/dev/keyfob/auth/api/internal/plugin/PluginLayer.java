package dev.keyfob.auth.api.internal.plugin;

import java.lang.module.Configuration;
import java.lang.module.FindException;
import java.lang.module.InvalidModuleDescriptorException;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleDescriptor.Requires;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReference;
import java.lang.module.ResolutionException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * A jar's module in a layer of its own: what is wrong with it is nobody else's problem, and the
 * application's own module path stays as it was when its start-up cache was made.
 *
 * @param layer the layer
 * @param version the module's version; empty if it does not say
 */
record PluginLayer(ModuleLayer layer, Optional<String> version) {

  /** A jar cannot be made a module here. The message is a phrase that says why. */
  static final class Unusable extends Exception {
    private static final long serialVersionUID = 1L;

    Unusable(String why, Throwable cause) {
      super(why, cause);
    }

    Unusable(String why) {
      super(why);
    }

    String why() {
      return Objects.requireNonNull(getMessage());
    }
  }

  static PluginLayer of(Path jar) throws Unusable {
    ModuleLayer below = layerOfKeyfob();
    ModuleFinder finder = ModuleFinder.of(jar);
    ModuleDescriptor module = descriptor(finder);
    String name = module.name();
    if (below.findModule(name).isPresent()) {
      throw new Unusable("keyfob has a module named " + name + " already");
    }
    List<String> missing = missing(module, below);
    if (!missing.isEmpty()) {
      throw new Unusable(
          (missing.size() == 1 ? "it needs the module " : "it needs the modules ")
              + String.join(", ", missing)
              + ", which this keyfob's runtime does not have");
    }
    try {
      Configuration configuration =
          below.configuration().resolve(finder, ModuleFinder.of(), Set.of(name));
      return new PluginLayer(
          below.defineModulesWithOneLoader(configuration, PluginLayer.class.getClassLoader()),
          module.rawVersion());
    } catch (FindException | ResolutionException | LayerInstantiationException e) {
      throw new Unusable(
          "it does not fit on keyfob's modules: "
              + Problems.printable(String.valueOf(e.getMessage())),
          e);
    }
  }

  private static ModuleLayer layerOfKeyfob() {
    ModuleLayer own = PluginLayer.class.getModule().getLayer();
    return own == null ? ModuleLayer.boot() : own;
  }

  private static ModuleDescriptor descriptor(ModuleFinder finder) throws Unusable {
    Set<ModuleReference> modules;
    try {
      modules = finder.findAll();
    } catch (FindException e) {
      throw new Unusable(unreadable(e), e);
    }
    if (modules.isEmpty()) {
      throw new Unusable("it is not a jar");
    }
    return modules.iterator().next().descriptor();
  }

  private static String unreadable(FindException failure) {
    Throwable cause = failure.getCause();
    if (cause instanceof InvalidModuleDescriptorException) {
      return "its contents do not fit its description: "
          + Problems.printable(String.valueOf(cause.getMessage()));
    }
    if (cause instanceof IllegalArgumentException) {
      return "no module name can be made of its file name; rename it so that every part of the name"
          + " starts with a letter, or give it an Automatic-Module-Name";
    }
    return "it is not a readable jar";
  }

  private static List<String> missing(ModuleDescriptor module, ModuleLayer below) {
    List<String> missing = new ArrayList<>();
    for (Requires required : module.requires()) {
      if (!required.modifiers().contains(Requires.Modifier.STATIC)
          && below.findModule(required.name()).isEmpty()) {
        missing.add(required.name());
      }
    }
    missing.sort(null);
    return missing;
  }
}
