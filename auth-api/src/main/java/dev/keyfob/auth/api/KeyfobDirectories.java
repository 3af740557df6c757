package dev.keyfob.auth.api;

import dev.keyfob.auth.api.stability.Stable;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;

/**
 * Where keyfob keeps its files.
 *
 * @param config profiles and preferences, written by people
 * @param data credentials and plugins
 * @param state locks and tickets, which can be lost
 */
@Stable
public record KeyfobDirectories(Path config, Path data, Path state) {
  private static final String APPLICATION = "keyfob";
  private static final Path NOWHERE = Path.of("/proc/self/neither-KEYFOB_HOME-nor-HOME-is-set");

  /**
   * The directories the environment asks for: {@code KEYFOB_HOME} for all, else the XDG base
   * directories, else the system's custom.
   *
   * @param environment the environment variables
   * @param osName the value of the system property {@code os.name}
   * @return the directories, which may not exist yet and which nobody can make if the environment
   *     names no home at all: a credential in the environment needs none
   */
  public static KeyfobDirectories of(Map<String, String> environment, String osName) {
    String own = environment.getOrDefault("KEYFOB_HOME", "");
    if (!own.isBlank()) {
      Path home = Path.of(own).toAbsolutePath();
      return new KeyfobDirectories(home, home, home.resolve("state"));
    }
    String os = osName.toLowerCase(Locale.ROOT);
    if (os.startsWith("windows") && environment.containsKey("APPDATA")) {
      Path roaming = Path.of(environment.get("APPDATA"), APPLICATION);
      Path local =
          Path.of(
              environment.getOrDefault("LOCALAPPDATA", environment.get("APPDATA")), APPLICATION);
      return new KeyfobDirectories(roaming, local, local.resolve("state"));
    }
    String named = environment.getOrDefault("HOME", environment.getOrDefault("USERPROFILE", ""));
    Path home = named.isBlank() ? NOWHERE : userHome(environment);
    if (os.startsWith("mac") && !environment.containsKey("XDG_CONFIG_HOME")) {
      Path support = home.resolve("Library/Application Support").resolve(APPLICATION);
      return new KeyfobDirectories(support, support, support.resolve("state"));
    }
    return new KeyfobDirectories(
        xdg(environment, "XDG_CONFIG_HOME", home.resolve(".config")),
        xdg(environment, "XDG_DATA_HOME", home.resolve(".local/share")),
        xdg(environment, "XDG_STATE_HOME", home.resolve(".local/state")));
  }

  /** The person's home directory, {@code ~} in a profile. */
  static Path userHome(Map<String, String> environment) {
    String home = environment.getOrDefault("HOME", environment.getOrDefault("USERPROFILE", ""));
    if (home.isBlank()) {
      throw AuthException.usage(
          "Neither KEYFOB_HOME nor HOME says where to keep files.",
          "export KEYFOB_HOME=\"$DIRECTORY\"");
    }
    return Path.of(home).toAbsolutePath();
  }

  // The XDG specification has relative paths ignored.
  private static Path xdg(Map<String, String> environment, String variable, Path otherwise) {
    String value = environment.getOrDefault(variable, "");
    Path base = value.startsWith("/") ? Path.of(value) : otherwise;
    return base.resolve(APPLICATION);
  }
}
