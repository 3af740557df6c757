package dev.keyfob.auth.testkit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A D-Bus session of its own with a real GNOME Keyring, all in one temporary directory.
 *
 * <p>The bus starts nothing by itself, so that what a test has killed stays dead. Tests with it are
 * {@code @NeedsTool({"session-bus", "secret-service"})}.
 */
public final class PrivateSession implements AutoCloseable {
  private static final String INSTALL =
      " is not installed, and the keychain is tested against the real one: apt install"
          + " gnome-keyring dbus libsecret-1-0 libsecret-tools";
  private static final long PATIENCE_SECONDS = 60;

  private final Path directory;
  private final Map<String, String> environment;
  private final List<Process> processes = new ArrayList<>();
  private final BlockingQueue<String> traffic = new LinkedBlockingQueue<>();
  private final Process bus;
  private @Nullable Process daemon;

  private PrivateSession(Path directory) throws IOException {
    this.directory = directory;
    for (String name : List.of("home", "run", "data")) {
      Files.createDirectory(
          directory.resolve(name),
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }
    environment =
        Map.of(
            "PATH", System.getenv("PATH"),
            "HOME", directory.resolve("home").toString(),
            "XDG_RUNTIME_DIR", directory.resolve("run").toString(),
            "XDG_DATA_HOME", directory.resolve("data").toString(),
            "DBUS_SESSION_BUS_ADDRESS", "unix:path=" + directory.resolve("bus"));
    Path configuration = directory.resolve("bus.conf");
    Files.writeString(
        configuration,
        """
        <!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
         "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
        <busconfig>
          <type>session</type>
          <listen>%s</listen>
          <auth>EXTERNAL</auth>
          <policy context="default">
            <allow send_destination="*" eavesdrop="true"/>
            <allow eavesdrop="true"/>
            <allow own="*"/>
          </policy>
        </busconfig>
        """
            .formatted(environment.get("DBUS_SESSION_BUS_ADDRESS")));
    bus = start("dbus-daemon", "--config-file=" + configuration, "--nofork", "--print-address");
    // The address is printed when the bus listens.
    firstLine(bus);
    Process monitor = start("dbus-monitor", "--session");
    Thread.ofPlatform().daemon().start(() -> watch(monitor));
    awaitTraffic("(?s).*NameAcquired.*");
  }

  /** Each message that passes the bus, as one text of several lines. */
  private void watch(Process monitor) {
    StringBuilder message = new StringBuilder();
    try (var lines = monitor.inputReader(StandardCharsets.UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (!line.startsWith(" ")) {
          message.setLength(0);
        }
        message.append(line).append('\n');
        traffic.add(message.toString());
      }
    } catch (IOException e) {
      // the monitor has ended with the bus
    }
  }

  /** Starts a bus, and nothing that would answer on it. */
  public static PrivateSession open() throws IOException {
    return new PrivateSession(Files.createTempDirectory("keyfob-"));
  }

  /** Starts a bus and an unlocked keyring. */
  public static PrivateSession unlocked() throws IOException {
    PrivateSession session = open();
    session.startUnlocked();
    return session;
  }

  /** Starts the keyring's daemon as a desktop does when its user logs in. */
  public void startUnlocked() throws IOException {
    Process started =
        start("gnome-keyring-daemon", "--foreground", "--components=secrets", "--unlock");
    try (var password = started.getOutputStream()) {
      password.write("password".getBytes(StandardCharsets.UTF_8));
    }
    daemon = started;
    awaitOwner(true);
  }

  /** Starts the keyring's daemon as after a login without a password. */
  public void startLocked() throws IOException {
    daemon = start("gnome-keyring-daemon", "--foreground", "--components=secrets");
    awaitOwner(true);
  }

  /** Leaves the daemon on the bus, but keeps it from ever answering. */
  public void freezeDaemon() {
    run("kill", "-STOP", Long.toString(running().pid()));
  }

  /** Ends the daemon without a chance to say anything. */
  public void killDaemon() {
    kill(running());
    awaitOwner(false);
  }

  private void awaitOwner(boolean there) {
    awaitTraffic(
        "(?s).*NameOwnerChanged.*\"org.freedesktop.secrets\"\n.*"
            + (there ? "\"\"\n.*\":.*" : "\":.*\n.*\"\"\n"));
  }

  /** Ends the bus, and with it every connection. */
  public void killBus() {
    kill(bus);
  }

  private Process running() {
    if (daemon == null) {
      throw new IllegalStateException("no daemon was started");
    }
    return daemon;
  }

  private static void kill(Process process) {
    process.destroyForcibly();
    try {
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        throw new AssertionError("it cannot be killed: " + process.info());
      }
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /**
   * Waits until a message has passed the bus.
   *
   * @param pattern a regular expression for the message as {@code dbus-monitor} prints it, or for
   *     as much of it as tells
   */
  public void awaitTraffic(String pattern) {
    Pattern wanted = Pattern.compile(pattern);
    try {
      while (true) {
        String message = traffic.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        if (message == null) {
          throw new AssertionError("nothing like " + pattern + " has passed the bus");
        }
        if (wanted.matcher(message).matches()) {
          return;
        }
      }
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** Has {@link #awaitTraffic} wait for what passes the bus from now on only. */
  public void forgetTraffic() {
    String mark = "n" + System.nanoTime();
    run("dbus-send", "--session", "--type=signal", "/", "dev.keyfob.test." + mark);
    awaitTraffic("(?s)signal .*member=" + mark + ".*");
  }

  /** The whole environment of a program of this session. */
  public Map<String, String> environment() {
    return environment;
  }

  /** Where a program of this session may keep files. */
  public Path directory() {
    return directory;
  }

  /** Runs a tool of this session to its end. */
  public String run(String... command) {
    return pipe("", command);
  }

  /** Runs a tool of this session to its end, with something on its standard input. */
  public String pipe(String input, String... command) {
    Process process = start(command);
    try {
      try (var in = process.outputWriter(StandardCharsets.UTF_8)) {
        in.write(input);
      }
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      process.waitFor();
      return output;
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    } finally {
      processes.remove(process);
    }
  }

  private Process start(String... command) {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().clear();
    builder.environment().putAll(environment);
    builder.redirectError(directory.resolve(command[0] + ".log").toFile());
    try {
      Process process = builder.start();
      processes.add(process);
      return process;
    } catch (IOException e) {
      throw new AssertionError(command[0] + INSTALL, e);
    }
  }

  private static void firstLine(Process process) throws IOException {
    // Not through a buffer, which would take the rest as well.
    int next;
    do {
      next = process.getInputStream().read();
    } while (next != '\n' && next >= 0);
  }

  @Override
  public void close() throws IOException {
    processes.reversed().forEach(PrivateSession::kill);
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
