package dev.keyfob.auth.testkit;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A real PostgreSQL of this test's own, with an empty database {@code keyfob} and a password, that
 * is gone when it is closed. It runs as the user {@code postgres} where the tests run as root,
 * because the server refuses to be root. Not to be shared by threads.
 */
public final class PostgresqlServer implements AutoCloseable {
  public static final String USER = "fleet";
  public static final String PASSWORD = "correct horse battery";

  private static final int TRIES = 300;

  private final Path binaries;
  private final Path folder;
  private final int port;

  private PostgresqlServer(Path binaries, Path folder, int port) {
    this.binaries = binaries;
    this.folder = folder;
    this.port = port;
  }

  /** Where the server's programs are; empty where PostgreSQL is not installed. */
  public static Optional<Path> installed() {
    Path debian = Path.of("/usr/lib/postgresql");
    if (Files.isDirectory(debian)) {
      try (Stream<Path> versions = Files.list(debian)) {
        Optional<Path> found =
            versions
                .map(version -> version.resolve("bin"))
                .filter(bin -> Files.isExecutable(bin.resolve("initdb")))
                .max(Comparator.naturalOrder());
        if (found.isPresent()) {
          return found;
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
        .map(Path::of)
        .filter(bin -> Files.isExecutable(bin.resolve("initdb")))
        .findFirst();
  }

  /** Starts one on the loopback interface. */
  public static PostgresqlServer start() {
    return start("127.0.0.1");
  }

  /**
   * Starts one.
   *
   * @param addresses what it listens on, beside a socket in its folder
   * @param settings more lines for {@code postgresql.conf}
   */
  public static PostgresqlServer start(String addresses, String... settings) {
    Path binaries =
        installed().orElseThrow(() -> new AssertionError("PostgreSQL is not installed"));
    try {
      // Not in JUnit's folder, into which another user may not look.
      Path folder = Files.createTempDirectory(Path.of("/tmp"), "keyfob-pg");
      PostgresqlServer server = new PostgresqlServer(binaries, folder, freePort());
      server.initialise(addresses, settings);
      server.startAgain();
      server.sql("postgres", "CREATE DATABASE keyfob OWNER " + USER);
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void initialise(String addresses, String... settings) throws IOException {
    Path password = folder.resolve("password");
    Files.writeString(password, PASSWORD);
    if (isRoot()) {
      run(List.of("chown", "-R", "postgres", folder.toString()));
    }
    run(
        asServer(
            binaries.resolve("initdb").toString(),
            "--pgdata=" + data(),
            "--username=" + USER,
            "--pwfile=" + password,
            "--auth-host=scram-sha-256",
            "--auth-local=trust",
            "--encoding=UTF8",
            "--no-locale",
            "--no-sync"));
    List<String> lines = new ArrayList<>();
    lines.add("listen_addresses = '" + addresses + "'");
    lines.add("port = " + port);
    lines.add("unix_socket_directories = '" + folder + "'");
    lines.add("max_connections = 200");
    lines.add("shared_buffers = 32MB");
    lines.add("fsync = off # the machine under it does not fall over");
    lines.addAll(List.of(settings));
    Path more = folder.resolve("more.conf");
    Files.write(more, lines);
    run(
        asServer(
            "/bin/sh",
            "-c",
            "cat '"
                + more
                + "' >>'"
                + data()
                + "/postgresql.conf'; echo"
                + " 'host all all all scram-sha-256' >>'"
                + data()
                + "/pg_hba.conf'"));
  }

  public int port() {
    return port;
  }

  /** The address for keyfob, with the user's name and without the password. */
  public String url() {
    return url("127.0.0.1");
  }

  public String url(String host) {
    return "postgresql://" + USER + "@" + host + ":" + port + "/keyfob?sslmode=disable";
  }

  /** Runs a statement as the administrator and gives its result: values with bars between them. */
  public String sql(String statement) {
    return sql("keyfob", statement);
  }

  private String sql(String database, String statement) {
    return run(asServer(
            binaries.resolve("psql").toString(),
            "--host=" + folder,
            "--port=" + port,
            "--username=" + USER,
            "--dbname=" + database,
            "--no-psqlrc",
            "--tuples-only",
            "--no-align",
            "--quiet",
            "--set=ON_ERROR_STOP=1",
            "--command=" + statement))
        .strip();
  }

  /** Ends it as a power cut would: at once, and all its processes. */
  public void kill() {
    String first;
    try {
      first = Files.readAllLines(data().resolve("postmaster.pid")).getFirst().strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    ProcessHandle.of(Long.parseLong(first))
        .ifPresent(
            postmaster -> {
              List<ProcessHandle> all = new ArrayList<>(postmaster.descendants().toList());
              all.addFirst(postmaster);
              all.forEach(ProcessHandle::destroyForcibly);
              all.forEach(process -> process.onExit().join());
            });
  }

  /** Starts it after {@link #kill} or {@link #stop}; blocks until it answers. */
  public void startAgain() {
    // Not pg_ctl, whose child would keep our pipes open.
    try {
      Process process =
          new ProcessBuilder(asServer(binaries.resolve("postgres").toString(), "-D", "" + data()))
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(folder.resolve("log").toFile()))
              .start();
      process.getOutputStream().close();
      for (int i = 0; i < TRIES; i++) {
        if (answers()) {
          return;
        }
        if (!process.isAlive()) {
          break;
        }
        TimeUnit.MILLISECONDS.sleep(100);
      }
      throw new AssertionError(
          "PostgreSQL does not start: " + Files.readString(folder.resolve("log")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  /** Shuts it down in order, whoever is connected. */
  public void stop() {
    run(
        asServer(
            binaries.resolve("pg_ctl").toString(), "stop", "-D", "" + data(), "-m", "fast", "-w"));
  }

  private boolean answers() throws IOException, InterruptedException {
    return new ProcessBuilder(
                binaries.resolve("pg_isready").toString(), "-q", "-h", "" + folder, "-p", "" + port)
            .redirectErrorStream(true)
            .start()
            .waitFor()
        == 0;
  }

  private Path data() {
    return folder.resolve("data");
  }

  private static boolean isRoot() {
    return System.getProperty("user.name").equals("root");
  }

  private static List<String> asServer(String... command) {
    List<String> all = new ArrayList<>();
    if (isRoot()) {
      all.addAll(List.of("setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"));
    }
    all.addAll(List.of(command));
    return all;
  }

  private static String run(List<String> command) {
    try {
      Process process =
          new ProcessBuilder(command).directory(new File("/")).redirectErrorStream(true).start();
      process.getOutputStream().close();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new AssertionError(command + " failed: " + output);
      }
      return output;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  @Override
  public void close() {
    if (Files.exists(data().resolve("postmaster.pid"))) {
      kill();
    }
    run(List.of("rm", "-rf", folder.toString()));
  }
}
