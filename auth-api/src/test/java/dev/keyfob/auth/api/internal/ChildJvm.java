package dev.keyfob.auth.api.internal;

import dev.keyfob.auth.api.AuthException;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Starts a class of the tests in a process of its own. */
public final class ChildJvm {
  private ChildJvm() {}

  /** Runs {@code main} with the main and the test classes on the class path, and nothing else. */
  public static Process start(Class<?> main, String... arguments) throws IOException {
    return new ProcessBuilder(command(main, arguments))
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  /** The command of {@link #start}, for a shell to wrap. */
  public static List<String> command(Class<?> main, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xshare:auto");
    command.add("-XX:TieredStopAtLevel=1");
    command.add("-cp");
    command.add(root(main) + File.pathSeparator + mainClasses());
    command.add(main.getName());
    command.addAll(List.of(arguments));
    return command;
  }

  private static Path mainClasses() {
    return root(AuthException.class);
  }

  /** Not from the protection domain: of a patched module it knows the main classes only. */
  private static Path root(Class<?> type) {
    String resource = type.getName().replace('.', '/') + ".class";
    String address = Objects.requireNonNull(type.getResource("/" + resource)).toString();
    return Path.of(URI.create(address.substring(0, address.length() - resource.length())));
  }
}
