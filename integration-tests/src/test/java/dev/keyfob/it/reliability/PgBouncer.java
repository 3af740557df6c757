package dev.keyfob.it.reliability;

import dev.keyfob.auth.testkit.PostgresqlServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A pooler in transaction mode before a server: each statement may go to another connection. */
record PgBouncer(Process process, Path folder, int port) implements AutoCloseable {
  static PgBouncer before(PostgresqlServer server) {
    try {
      Path folder = Files.createTempDirectory(Path.of("/tmp"), "keyfob-bouncer");
      int port;
      try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
        port = socket.getLocalPort();
      }
      String user = '"' + PostgresqlServer.USER + "\" \"" + PostgresqlServer.PASSWORD + '"';
      Files.writeString(folder.resolve("users"), user + "\n");
      Files.write(
          folder.resolve("ini"),
          List.of(
              "[databases]",
              "keyfob = host=127.0.0.1 port=" + server.port() + " dbname=keyfob",
              "[pgbouncer]",
              "listen_addr = *",
              "listen_port = " + port,
              "unix_socket_dir =",
              "auth_type = scram-sha-256",
              "auth_file = " + folder.resolve("users"),
              "pool_mode = transaction",
              "default_pool_size = 4",
              "max_client_conn = 500"));
      Machine.run("chown", "-R", "postgres", folder.toString());
      Process process =
          new ProcessBuilder(
                  "setpriv",
                  "--reuid=postgres",
                  "--regid=postgres",
                  "--clear-groups",
                  "pgbouncer",
                  folder.resolve("ini").toString())
              .redirectErrorStream(true)
              .redirectOutput(folder.resolve("log").toFile())
              .start();
      PgBouncer bouncer = new PgBouncer(process, folder, port);
      Await.until(bouncer::answers, "pgbouncer listens");
      return bouncer;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private boolean answers() {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
    Machine.run("rm", "-rf", folder.toString());
  }
}
