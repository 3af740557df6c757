package dev.keyfob.cli;

import dev.keyfob.auth.api.Keyfob;
import dev.keyfob.auth.api.KeyfobBuilder;
import dev.keyfob.cli.output.ExitCode;
import dev.keyfob.cli.output.StandardOutput;
import dev.keyfob.cli.system.JLineKeys;
import dev.keyfob.cli.system.SystemEnvironment;
import dev.keyfob.cli.system.SystemTty;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Where the process begins and ends, and the only class that touches {@code System}. */
public final class Main {
  private Main() {}

  /**
   * Runs the command and ends the process with its exit code.
   *
   * @param args the arguments
   */
  public static void main(String[] args) {
    PrintStream out =
        new StandardOutput(new BufferedOutputStream(new FileOutputStream(FileDescriptor.out)));
    hearNothingElse(CommandLine.isVerbose(List.of(args)));
    SystemEnvironment system =
        new SystemEnvironment(
            System.in,
            out,
            utf8(FileDescriptor.err),
            new SystemTty(System.getProperty("keyfob.tty"), System::console),
            System.getenv(),
            Clock.systemUTC(),
            Path.of(""),
            System.getProperty("os.name"),
            new JLineKeys()::open,
            Main::library,
            Main::documents);
    int code = CommandLine.run(List.of(args), system);
    out.flush();
    // System.exit asks a logger whether it wants to know, which loads the logging of the JDK.
    if (code != ExitCode.DONE || Thread.activeCount() > 1) {
      System.exit(code);
    }
  }

  /** The launcher says where the distribution is, which may bring plugins along. */
  private static KeyfobBuilder library() {
    String home = System.getProperty("keyfob.home");
    KeyfobBuilder library = Keyfob.builder();
    return home == null
        ? library
        : library.plugins(Path.of(home, "plugins").toAbsolutePath().normalize());
  }

  /** In the distribution, or where Debian's package has them. */
  private static Optional<Path> documents() {
    String home = System.getProperty("keyfob.home");
    return Stream.of(
            Path.of(home == null ? "/usr/share/doc/keyfob" : home, "docs"),
            Path.of("/usr/share/doc/keyfob/docs"))
        .map(folder -> folder.toAbsolutePath().normalize())
        .filter(Files::isDirectory)
        .findFirst();
  }

  /**
   * Only keyfob writes to the process's streams. A plugin or a library that prints would break the
   * JSON, or the token, that a script is reading. Who wants to know everything gets it, and the
   * virtual machine's word on threads that died, where it breaks nothing.
   */
  private static void hearNothingElse(boolean verbose) {
    PrintStream rest =
        verbose
            ? new PrintStream(
                new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8)
            : new PrintStream(OutputStream.nullOutputStream());
    System.setOut(rest);
    System.setErr(rest);
  }

  /** Not the locale's encoding: what a command prints is the same wherever it runs. */
  private static PrintStream utf8(FileDescriptor descriptor) {
    return new PrintStream(
        new BufferedOutputStream(new FileOutputStream(descriptor)), false, StandardCharsets.UTF_8);
  }
}
