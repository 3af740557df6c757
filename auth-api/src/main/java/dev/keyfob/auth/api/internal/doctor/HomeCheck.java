package dev.keyfob.auth.api.internal.doctor;

import dev.keyfob.auth.api.KeyfobDirectories;
import dev.keyfob.auth.api.spi.support.AtomicFile;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Whether keyfob's directories can be written to, found out by writing. */
public record HomeCheck(KeyfobDirectories directories) implements HealthCheck {
  private static final int ROOM = 64 * 1024;

  @Override
  public String name() {
    return "home";
  }

  @Override
  public CheckResult look() {
    Set<Path> all =
        new LinkedHashSet<>(List.of(directories.config(), directories.data(), directories.state()));
    List<String> missing = new ArrayList<>();
    for (Path directory : all) {
      Path there = existing(directory);
      if (there == null || !Files.isDirectory(there)) {
        return CheckResult.fail(
            "Keyfob's directory " + directory + " cannot be used: " + there + " is no directory.",
            "export KEYFOB_HOME=\"$DIRECTORY\"");
      }
      if (there.equals(directory)) {
        AtomicFile.requireWritable(directory.resolve("doctor"), ROOM);
      } else if (Files.isWritable(there)) {
        missing.add(directory.toString());
      } else {
        return CheckResult.fail(
            "Keyfob's directory " + directory + " cannot be made in " + there + ".",
            "ls -ld " + there);
      }
    }
    return CheckResult.pass(
        (missing.size() == all.size() ? "These directories are created when needed: " : "")
            + String.join(", ", all.stream().map(Path::toString).toList())
            + (missing.size() == all.size() ? "." : " are writable."));
  }

  private static @Nullable Path existing(Path directory) {
    Path there = directory;
    while (there != null && !Files.exists(there, LinkOption.NOFOLLOW_LINKS)) {
      there = there.getParent();
    }
    return there;
  }
}
