package dev.keyfob.auth.api.internal.plugin;

import dev.keyfob.auth.api.Notices;
import dev.keyfob.auth.api.spi.OwnerOnly;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The folder whose jars are loaded into this process. Looked into at the first need and only then.
 *
 * <p>A folder that others can write to is refused and left as it is: to close it now would hide
 * that somebody may have put something there already. Safe for use by many threads.
 */
public final class PluginFolder {
  private static final Duration LIMIT = Duration.ofSeconds(5);

  private final @Nullable Path folder;
  private final Notices notices;
  private final Duration limit;
  private volatile @Nullable List<PluginJar> jars;

  /**
   * Uses a folder.
   *
   * @param folder an absolute path, which need not exist; null for no folder at all
   * @param notices hears of jars that are skipped
   */
  public PluginFolder(@Nullable Path folder, Notices notices) {
    this(folder, notices, LIMIT);
  }

  PluginFolder(@Nullable Path folder, Notices notices, Duration limit) {
    this.folder = folder;
    this.notices = notices;
    this.limit = limit;
  }

  /** The jars in the order of their names, loading or loaded. */
  List<PluginJar> jars() {
    List<PluginJar> known = jars;
    return known == null ? open() : known;
  }

  private synchronized List<PluginJar> open() {
    List<PluginJar> known = jars;
    if (known == null) {
      known = folder == null || isAbsent(folder) ? List.of() : read(folder);
      jars = known;
    }
    return known;
  }

  private static boolean isAbsent(Path folder) {
    return !Files.exists(folder, LinkOption.NOFOLLOW_LINKS);
  }

  private List<PluginJar> read(Path directory) {
    Optional<String> danger = OwnerOnly.whyOthersMayWrite(directory);
    if (danger.isPresent()) {
      return List.of(refuse(directory, danger.get()));
    }
    List<PluginJar> found = new ArrayList<>();
    try (Stream<Path> files = Files.list(directory)) {
      files
          .filter(file -> file.toString().endsWith(".jar"))
          .sorted()
          .forEach(file -> found.add(jar(file)));
    } catch (IOException e) {
      found.add(PluginJar.refused(directory, "the folder cannot be read", notices));
    }
    return List.copyOf(found);
  }

  private PluginJar jar(Path file) {
    return OwnerOnly.whyOthersMayWrite(file)
        .map(danger -> refuse(file, danger))
        .orElseGet(() -> PluginJar.loading(file, limit, notices));
  }

  private PluginJar refuse(Path path, String danger) {
    return PluginJar.refused(
        path,
        danger
            + ", so that what is there may not be what you have put there (check it, then chmod"
            + " go-w "
            + path
            + ")",
        notices);
  }
}
