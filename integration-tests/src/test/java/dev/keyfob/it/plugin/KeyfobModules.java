package dev.keyfob.it.plugin;

import dev.keyfob.it.Fixtures;
import java.io.File;
import java.net.URISyntaxException;
import java.nio.file.Path;
import org.jspecify.annotations.NullMarked;

/** keyfob's jars as other programs have them. */
final class KeyfobModules {
  private KeyfobModules() {}

  /** The folder with all of them and what they need to run. */
  static Path folder() {
    return Fixtures.load().root().resolve("cli/target/keyfob-portable/lib");
  }

  /** A module path to compile with, which takes the annotations too. */
  static String compileTimePath() {
    try {
      Path annotations =
          Path.of(NullMarked.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      return folder() + File.pathSeparator + annotations;
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
