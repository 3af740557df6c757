package dev.keyfob.cli.system;

import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.HostUri;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Starts keyfob once more, with the option that a host name with an underscore needs. Every command
 * would start at half the speed with it, so that none has it until one is met.
 */
public final class Restart {
  private static final String OPTIONS = "KEYFOB_JAVA_OPTS";

  private Restart() {}

  /** Whether a failure would not happen to a process that is started with the option. */
  public static boolean helps(AuthException failure, SystemEnvironment system) {
    return failure.hint().filter(hint -> hint.endsWith(HostUri.JAVA_OPTION)).isPresent()
        && !system.environment().getOrDefault(OPTIONS, "").contains(HostUri.JAVA_OPTION)
        && launcher().filter(Files::isExecutable).isPresent();
  }

  /**
   * Runs the command line once more. Nothing of standard input was read: profiles come first.
   *
   * @return its exit code
   */
  public static int run(List<String> args, SystemEnvironment system) {
    List<String> command = new ArrayList<>();
    command.add(launcher().orElseThrow().toString());
    command.addAll(args);
    Map<String, String> added = new HashMap<>();
    ChildProcess.OWN_SECRETS.forEach(
        name -> {
          if (system.environment().containsKey(name)) {
            added.put(name, system.environment().getOrDefault(name, ""));
          }
        });
    String before = system.environment().getOrDefault(OPTIONS, "");
    added.put(OPTIONS, (before + " " + HostUri.JAVA_OPTION).strip());
    return new ChildProcess(system).run(command, Set.of(), added);
  }

  private static Optional<Path> launcher() {
    return Optional.ofNullable(System.getProperty("keyfob.home"))
        .map(home -> Path.of(home, "bin", "keyfob").toAbsolutePath());
  }
}
