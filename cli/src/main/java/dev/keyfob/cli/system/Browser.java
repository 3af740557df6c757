package dev.keyfob.cli.system;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/** Opens a browser, by an argument vector and never through a shell. */
public final class Browser {
  private static final long LAUNCH_MILLIS = 1_000;
  private static final List<String> OWN_SECRETS =
      List.of("PASSPHRASE", "_API_KEY", "_TOKEN", "_CLIENT_SECRET");

  private final Map<String, String> environment;
  private final Supplier<Set<String>> hidden;
  private final BrowserPlace place;
  private final String osName;

  /**
   * Makes one.
   *
   * @param environment the environment variables
   * @param osName the value of the system property {@code os.name}
   */
  public Browser(Map<String, String> environment, String osName) {
    this(environment, osName, Set::of);
  }

  /**
   * Makes one that is started without some variables.
   *
   * @param environment the environment variables
   * @param osName the value of the system property {@code os.name}
   * @param hidden the variables that it does not inherit, asked for when it is started
   */
  public Browser(Map<String, String> environment, String osName, Supplier<Set<String>> hidden) {
    this.hidden = hidden;
    this.environment = environment;
    this.osName = osName.toLowerCase(Locale.ROOT);
    place = new BrowserPlace(environment, this.osName);
  }

  /**
   * Why none can be opened here.
   *
   * @return a phrase for a message; empty if one can
   */
  public Optional<String> unavailable() {
    Optional<String> reason = place.unsuitable();
    return reason.isPresent() || !commands("https://example.com/").isEmpty()
        ? reason
        : Optional.of("no program that opens a browser was found");
  }

  /**
   * Opens an address.
   *
   * @param address where to
   * @return whether a browser was started and did not fail at once
   */
  public boolean open(URI address) {
    return open(address, new CompletableFuture<>());
  }

  /**
   * Opens an address. Blocks for a second at most, to see whether that fails at once.
   *
   * @param address where to
   * @param answered completes when there is no more need to see it
   * @return whether a browser was started and did not fail at once
   */
  public boolean open(URI address, CompletableFuture<?> answered) {
    if (!isSafe(address) || place.unsuitable().isPresent()) {
      return false;
    }
    return commands(address.toASCIIString()).stream().anyMatch(command -> start(command, answered));
  }

  /**
   * Whether {@link #open} would open an address.
   *
   * @param address where to
   * @return false where there is no browser, and for what is not the web
   */
  public boolean opens(URI address) {
    return isSafe(address) && unavailable().isEmpty();
  }

  /** Only the web: other schemes run programs or read files (CVE-2025-6514). */
  static boolean isSafe(URI address) {
    String host = address.getHost();
    if (host == null || host.isEmpty() || address.getUserInfo() != null) {
      return false;
    }
    return switch (String.valueOf(address.getScheme()).toLowerCase(Locale.ROOT)) {
      case "https" -> true;
      case "http" -> host.equals("localhost") || host.equals("127.0.0.1") || host.equals("[::1]");
      default -> false;
    };
  }

  /** A browser, which starts programs of its own, has no use for any credential. */
  private static boolean isSecret(String variable, Set<String> hidden) {
    return (variable.startsWith("KEYFOB_") && OWN_SECRETS.stream().anyMatch(variable::endsWith))
        || hidden.contains(variable);
  }

  /** What to try, in order. */
  private List<List<String>> commands(String address) {
    String explicit = environment.getOrDefault("BROWSER", "").strip();
    return explicit.isEmpty()
        ? command(address).stream().toList()
        : BrowserCommand.of(explicit, address, this::named);
  }

  /** A program by its path as it is written, or by its name. */
  private Optional<String> named(String program) {
    if (!program.contains("/") && !program.contains(File.separator)) {
      return find(program);
    }
    try {
      return Optional.of(program).filter(path -> Files.isExecutable(Path.of(path)));
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
  }

  Optional<List<String>> command(String address) {
    if (osName.startsWith("windows")) {
      return find("rundll32.exe")
          .map(program -> List.of(program, "url.dll,FileProtocolHandler", address));
    }
    if (osName.startsWith("mac")) {
      return find("open").map(program -> List.of(program, address));
    }
    if (place.isWsl()) {
      return find("wslview")
          .map(program -> List.of(program, address))
          .or(() -> find("powershell.exe").map(program -> powershell(program, address)));
    }
    return find("xdg-open").map(program -> List.of(program, address));
  }

  /** PowerShell reads its arguments as a program, so that the address goes in as a literal. */
  private static List<String> powershell(String program, String address) {
    String script = "Start-Process '" + address.replace("'", "''") + "'";
    return List.of(
        program,
        "-NoProfile",
        "-NonInteractive",
        "-EncodedCommand",
        Base64.getEncoder().encodeToString(script.getBytes(StandardCharsets.UTF_16LE)));
  }

  private Optional<String> find(String program) {
    return Programs.find(program, environment);
  }

  private boolean start(List<String> command, CompletableFuture<?> answered) {
    try {
      ProcessBuilder builder = new ProcessBuilder(new ArrayList<>(command));
      Set<String> secret = hidden.get(); // reads every profile: not once for each variable
      builder.environment().keySet().removeIf(variable -> isSecret(variable, secret));
      Process process =
          builder
              .redirectInput(ProcessBuilder.Redirect.PIPE)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      process.getOutputStream().close();
      watch(process, answered);
      return answered.isDone()
          || process.isAlive()
          || process.exitValue() == 0
          || !BrowserCommand.exitCodeCounts(command.getFirst());
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Until it has ended, or it is clear that it works. */
  private static void watch(Process process, CompletableFuture<?> answered)
      throws InterruptedException {
    try {
      Object _ =
          CompletableFuture.anyOf(process.onExit(), answered)
              .get(LAUNCH_MILLIS, TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      // it is running
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }
}
