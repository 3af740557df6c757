package dev.keyfob.auth.api.internal.plugin;

import dev.keyfob.auth.api.Notices;
import dev.keyfob.auth.api.spi.support.OwnerOnly;
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
 * The folders whose jars are loaded into this process: the user's, and the program's own. Looked
 * into at the first need and only then.
 *
 * <p>A folder that others can write to is refused and left as it is: to close it now would hide
 * that somebody may have put something there already. Safe for use by many threads.
 */
public final class PluginFolder {
  private static final Duration LIMIT = Duration.ofSeconds(5);

  private final List<Path> folders;
  private final Notices notices;
  private final Duration limit;
  private volatile @Nullable List<PluginJar> jars;

  /**
   * Uses folders.
   *
   * @param folders absolute paths, which need not exist; what is in the first of them comes first
   * @param notices hears of jars that are skipped
   */
  public PluginFolder(List<Path> folders, Notices notices) {
    this(folders, notices, LIMIT);
  }

  PluginFolder(List<Path> folders, Notices notices, Duration limit) {
    this.folders = List.copyOf(folders);
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
      List<PluginJar> found = new ArrayList<>();
      for (Path folder : folders) {
        if (!isAbsent(folder)) {
          found.addAll(read(folder));
        }
      }
      known = List.copyOf(found);
      jars = known;
    }
    return known;
  }

  private static boolean isAbsent(Path folder) {
    return !Files.exists(folder, LinkOption.NOFOLLOW_LINKS);
  }

  private List<PluginJar> read(Path directory) {
    List<Path> found;
    try (Stream<Path> files = Files.list(directory)) {
      found = files.filter(file -> file.toString().endsWith(".jar")).sorted().toList();
    } catch (IOException e) {
      return List.of(PluginJar.refused(directory, "the folder cannot be read", notices));
    }
    // Nobody needs to hear of an empty one.
    Optional<String> danger =
        found.isEmpty() ? Optional.empty() : OwnerOnly.whyOthersMayWrite(directory);
    return danger.isPresent()
        ? List.of(refuse(directory, danger.get()))
        : found.stream().map(this::jar).toList();
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
