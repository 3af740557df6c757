package dev.keyfob.cli.setup;

import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.ServiceProfile;
import dev.keyfob.auth.api.http.HostNames;
import dev.keyfob.auth.api.spi.support.JsonFields;
import dev.keyfob.cli.setup.Setup.JsonSettings;
import dev.keyfob.cli.setup.Setup.LineSettings;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The programs that can be set up, with where each of them keeps its settings. */
public final class Setups {
  private final Map<String, String> environment;
  private final Path home;
  private final String osName;

  /**
   * Looks at a machine.
   *
   * @param environment the environment variables
   * @param osName the value of the system property {@code os.name}
   */
  public Setups(Map<String, String> environment, String osName) {
    this.environment = environment;
    this.osName = osName.toLowerCase(Locale.ROOT);
    home = Path.of(environment.getOrDefault("HOME", environment.getOrDefault("USERPROFILE", ".")));
  }

  /**
   * Every program, set up for a profile.
   *
   * @param profile the profile
   * @return in the order of the list
   */
  public List<Setup> of(ServiceProfile profile) {
    String name = profile.name();
    String bridge = "{\"command\": \"keyfob\", \"args\": [\"mcp\", \"" + json(name) + "\"]}";
    String typed = bridge.replace("{\"command", "{\"type\": \"stdio\", \"command");
    List<Setup> setups = new ArrayList<>();
    Path claude = place("CLAUDE_CONFIG_DIR", home).resolve(".claude.json");
    setups.add(agent("claude-code", "Claude Code", claude, "mcpServers", name, typed));
    Path codex = place("CODEX_HOME", home.resolve(".codex")).resolve("config.toml");
    setups.add(
        new LineSettings(
            "codex",
            "Codex",
            codex,
            isThere(codex, "codex"),
            name,
            "[mcp_servers."
                + toml(name)
                + "]\ncommand = \"keyfob\"\nargs = [\"mcp\", "
                + toml(name)
                + "]",
            true));
    Path code = user("Code").resolve("User/mcp.json");
    setups.add(agent("vscode", "VS Code", code, "servers", name, typed));
    Path gemini = home.resolve(".gemini/settings.json");
    setups.add(agent("gemini", "Gemini CLI", gemini, "mcpServers", name, bridge));
    Path cursor = home.resolve(".cursor/mcp.json");
    setups.add(agent("cursor", "Cursor", cursor, "mcpServers", name, bridge));
    setups.add(git(profile));
    host(profile).ifPresent(host -> setups.add(docker(host)));
    return setups;
  }

  private Setup agent(
      String id, String title, Path file, String section, String name, String value) {
    return new JsonSettings(id, title, file, isThere(file, id), List.of(section), name, value);
  }

  private Setup git(ServiceProfile profile) {
    Path usual = home.resolve(".gitconfig");
    Path other = place("XDG_CONFIG_HOME", home.resolve(".config")).resolve("git/config");
    Path file =
        place("GIT_CONFIG_GLOBAL", Files.exists(usual) || !Files.exists(other) ? usual : other);
    StringBuilder lines = new StringBuilder();
    for (String origin : origins(profile)) {
      lines
          .append("[credential \"")
          .append(origin)
          .append("\"]\n")
          .append("\thelper =\n")
          .append("\thelper = \"!keyfob credential git '")
          .append(profile.name().replace("'", ""))
          .append("'\"\n");
    }
    return new LineSettings(
        "git", "git", file, onPath("git"), profile.name(), lines.toString().stripTrailing(), false);
  }

  private Setup docker(String host) {
    Path file = place("DOCKER_CONFIG", home.resolve(".docker")).resolve("config.json");
    return new JsonSettings(
        "docker",
        "docker",
        file,
        onPath("docker") || Files.exists(file),
        List.of("credHelpers"),
        host,
        "\"keyfob\"");
  }

  /** The addresses that the profile answers for. */
  private static List<String> origins(ServiceProfile profile) {
    List<String> origins = new ArrayList<>();
    profile.apiBaseUri().ifPresent(uri -> origins.add(HostNames.origin(uri)));
    hosts(profile).forEach(host -> origins.add("https://" + host));
    return origins;
  }

  private static Optional<String> host(ServiceProfile profile) {
    return hosts(profile).stream()
        .findFirst()
        .or(() -> profile.apiBaseUri().map(URI::getRawAuthority));
  }

  private static List<String> hosts(ServiceProfile profile) {
    return JsonFields.of(profile.document(), problem -> AuthException.usage(problem, null))
        .texts("credentialHosts");
  }

  private Path user(String program) {
    if (osName.startsWith("windows")) {
      return place("APPDATA", home.resolve("AppData/Roaming")).resolve(program);
    }
    return osName.startsWith("mac")
        ? home.resolve("Library/Application Support").resolve(program)
        : place("XDG_CONFIG_HOME", home.resolve(".config")).resolve(program);
  }

  private Path place(String variable, Path otherwise) {
    String value = environment.getOrDefault(variable, "").strip();
    return value.isEmpty() ? otherwise : Path.of(value);
  }

  private boolean isThere(Path file, String program) {
    Path parent = file.getParent();
    return Files.exists(file)
        || (parent != null && !parent.equals(home) && Files.isDirectory(parent))
        || onPath(
            program.equals("claude-code") ? "claude" : program.equals("vscode") ? "code" : program);
  }

  private boolean onPath(String program) {
    for (String directory :
        environment.getOrDefault("PATH", "").split(java.io.File.pathSeparator, -1)) {
      if (!directory.isEmpty() && Files.isExecutable(Path.of(directory, program))) {
        return true;
      }
    }
    return false;
  }

  private static String json(String text) {
    return text.replace("\\", "\\\\").replace("\"", "\\\"");
  }

  private static String toml(String text) {
    return '"' + json(text) + '"';
  }
}
