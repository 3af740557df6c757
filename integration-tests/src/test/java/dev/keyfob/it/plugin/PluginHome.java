package dev.keyfob.it.plugin;

import dev.keyfob.it.process.KeyfobProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * A home of keyfob with a plugin folder, and the real program that lives there.
 *
 * @param directory the home
 */
record PluginHome(Path directory) {
  /** An empty home. */
  static PluginHome in(Path directory) throws IOException {
    Files.createDirectories(directory.resolve("profiles"));
    Files.createDirectory(
        directory.resolve("plugins"),
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    return new PluginHome(directory);
  }

  Path plugins() {
    return directory.resolve("plugins");
  }

  /** Puts a jar into the plugin folder. */
  void drop(Path jar) throws IOException {
    Path dropped = plugins().resolve(jar.getFileName());
    Files.copy(jar, dropped, StandardCopyOption.REPLACE_EXISTING);
    Files.setPosixFilePermissions(dropped, PosixFilePermissions.fromString("rw-r--r--"));
  }

  /** Writes a profile, with single quotes for double ones. */
  void profile(String name, String json) throws IOException {
    Files.writeString(
        directory.resolve("profiles").resolve(name + ".json"), json.replace('\'', '"'));
  }

  KeyfobProcess keyfob() {
    return KeyfobProcess.atHome(directory).with("KEYFOB_HOME", directory.toString());
  }
}
