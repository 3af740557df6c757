package dev.keyfob.auth.api.internal.plugin;

import dev.keyfob.auth.api.ExtensionInfo;
import dev.keyfob.auth.api.Notices;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * All implementations of one service by id: what the program has brought, what is on the module
 * path, and, only when something is asked for that neither has, what is in the plugin folder. Safe
 * for use by many threads.
 *
 * @param <T> the service
 */
final class Extensions<T> {
  // A slow jar holds up those who need what only it can have, and nobody else for longer than this.
  private static final Duration GRACE = Duration.ofMillis(300);

  private final ExtensionPoint<T> service;
  private final List<T> given;
  private final PluginFolder folder;
  private final Function<PluginJar.Contents, List<LoadedExtension<T>>> part;
  private final Notices notices;
  private volatile @Nullable List<LoadedExtension<T>> present;

  Extensions(
      ExtensionPoint<T> service,
      List<T> given,
      PluginFolder folder,
      Function<PluginJar.Contents, List<LoadedExtension<T>>> part,
      Notices notices) {
    this.service = service;
    this.given = List.copyOf(given);
    this.folder = folder;
    this.part = part;
    this.notices = notices;
  }

  Optional<T> find(String id) {
    Optional<T> found = first(present(), id);
    return found.isPresent() || service.builtIn().contains(id) ? found : findInFolder(id);
  }

  /** Every usable one. Waits for the plugin folder. */
  List<T> all() {
    return everything().stream().flatMap(e -> Optional.ofNullable(e.instance()).stream()).toList();
  }

  /** What there is to tell about every one, usable or not. Waits for the plugin folder. */
  List<ExtensionInfo> reports() {
    return everything().stream().map(LoadedExtension::report).toList();
  }

  private Optional<T> findInFolder(String id) {
    if (!service.isValid(id)) {
      return Optional.empty();
    }
    List<PluginJar> jars = folder.jars();
    long deadline = System.nanoTime() + GRACE.toNanos();
    for (PluginJar jar : jars) {
      if (jar.isKnownWithin(Duration.ofNanos(deadline - System.nanoTime()))) {
        Optional<T> found = first(part.apply(jar.contents()), id);
        if (found.isPresent()) {
          return found;
        }
      }
    }
    return jars.stream().flatMap(jar -> first(part.apply(jar.contents()), id).stream()).findFirst();
  }

  private List<LoadedExtension<T>> everything() {
    List<LoadedExtension<T>> all = new ArrayList<>(present());
    folder.jars().forEach(jar -> all.addAll(part.apply(jar.contents())));
    Set<String> taken = new HashSet<>();
    all.replaceAll(
        extension -> {
          String id = extension.report().id().orElse("");
          return extension.instance() == null || taken.add(id)
              ? extension
              : extension.without("another " + id + " comes before it");
        });
    return all;
  }

  private List<LoadedExtension<T>> present() {
    List<LoadedExtension<T>> known = present;
    return known == null ? load() : known;
  }

  private synchronized List<LoadedExtension<T>> load() {
    List<LoadedExtension<T>> known = present;
    if (known == null) {
      List<LoadedExtension<T>> found = new ArrayList<>();
      for (T instance : given) {
        found.add(new LoadedExtension<>(ofProgram(instance), instance));
      }
      found.addAll(ServiceScan.ofPath(service, loader(service.type())));
      found.forEach(this::tell);
      known = List.copyOf(found);
      present = known;
    }
    return known;
  }

  /**
   * In the distribution there are modules only; to look for entries of a class path besides would
   * open the runtime's image, 3 ms of every process.
   */
  private static <T> ServiceLoader<T> loader(Class<T> type) {
    ModuleLayer layer = type.getModule().getLayer();
    return layer == null || !System.getProperty("java.class.path", "").isEmpty()
        ? ServiceLoader.load(type, type.getClassLoader())
        : ServiceLoader.load(layer, type);
  }

  private void tell(LoadedExtension<T> extension) {
    ExtensionInfo report = extension.report();
    report
        .problem()
        .ifPresent(
            problem ->
                notices.warn("A plugin in " + report.source() + " is skipped: " + problem + "."));
  }

  private ExtensionInfo ofProgram(T instance) {
    return new ExtensionInfo(
        Optional.of(service.id().apply(instance)),
        Optional.of(service.kind()),
        ExtensionInfo.PROGRAM,
        false,
        Optional.empty(),
        Optional.empty());
  }

  private static <T> Optional<T> first(List<LoadedExtension<T>> extensions, String id) {
    for (LoadedExtension<T> extension : extensions) {
      if (extension.is(id)) {
        return Optional.ofNullable(extension.instance());
      }
    }
    return Optional.empty();
  }
}
