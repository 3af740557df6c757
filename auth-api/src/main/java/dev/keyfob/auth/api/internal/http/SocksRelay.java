package dev.keyfob.auth.api.internal.http;

import dev.keyfob.auth.api.spi.KnownProxies.Problem;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.PasswordAuthentication;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * An HTTP proxy on the loopback interface in front of a SOCKS5 proxy, because the JDK's HTTP client
 * speaks to no other kind. It lets in whoever knows a random password, which never leaves this
 * process but on the loopback interface: no other user of the machine gets through. Each connection
 * costs two virtual threads. Safe for use by many threads.
 */
final class SocksRelay implements AutoCloseable {
  private static final String SCHEME = "Keyfob ";
  private static final String BASIC = "Basic ";
  private static final String USER = "keyfob";
  private static final int SECRET_BYTES = 32;
  private static final int BUFFER = 16 * 1024;
  private static final int MAX_DRAINED = 1 << 20;
  private static final Duration HEAD_LIMIT = Duration.ofSeconds(10);
  private static final Duration DRAIN_LIMIT = Duration.ofSeconds(2);

  private final ProxyServer server;
  private final ServerSocket door;
  private final String password;
  private final String pair;
  private final Map<String, Problem> problems = new ConcurrentHashMap<>();
  private final Thread acceptor = Thread.ofVirtual().name("socks-relay").unstarted(this::accept);

  private SocksRelay(ProxyServer server, ServerSocket door) {
    this.server = server;
    this.door = door;
    byte[] secret = new byte[SECRET_BYTES];
    new SecureRandom().nextBytes(secret);
    password = HexFormat.of().formatHex(secret);
    pair =
        Base64.getEncoder()
            .encodeToString((USER + ":" + password).getBytes(StandardCharsets.US_ASCII));
  }

  /** Opens the relay. It ends with {@link #close}, or with the process. */
  static SocksRelay start(ProxyServer server) throws IOException {
    SocksRelay relay =
        new SocksRelay(server, new ServerSocket(0, 50, InetAddress.ofLiteral("127.0.0.1")));
    relay.acceptor.start();
    return relay;
  }

  /** Where it listens. */
  InetSocketAddress address() {
    return new InetSocketAddress(door.getInetAddress(), door.getLocalPort());
  }

  /**
   * The header that lets a client in. The scheme is none that the JDK could have been told not to
   * send.
   */
  String authorization() {
    return SCHEME + pair;
  }

  /** The same for clients that know Basic only. */
  PasswordAuthentication credentials() {
    return new PasswordAuthentication(USER, password.toCharArray());
  }

  /** Why there was no connection to a host the last time; empty if there was one. */
  Optional<Problem> problem(String host, int port) {
    return Optional.ofNullable(problems.get(place(host, port)));
  }

  private static String place(String host, int port) {
    return host + ":" + port;
  }

  private void accept() {
    while (!door.isClosed()) {
      try {
        Socket client = door.accept();
        Thread.ofVirtual().start(() -> serve(client));
      } catch (IOException e) {
        if (!door.isClosed()) {
          pause(); // there is no more room for a connection just now
        }
      }
    }
  }

  private static void pause() {
    try {
      Thread.sleep(Duration.ofMillis(20));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void serve(Socket client) {
    try (client) {
      client.setSoTimeout(Math.toIntExact(HEAD_LIMIT.toMillis()));
      client.setTcpNoDelay(true);
      InputStream in = new BufferedInputStream(client.getInputStream(), BUFFER);
      RelayRequest request = RelayRequest.read(in, HEAD_LIMIT);
      if (!isLetIn(request)) {
        answer(
            client, "407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm=keyfob");
        drain(client, in);
        return;
      }
      try (Socket host = open(request)) {
        client.setSoTimeout(0);
        begin(request, client, host);
        Thread sending = Thread.ofVirtual().start(() -> pass(in, host));
        pass(host.getInputStream(), client);
        client.close(); // ends the other direction too
        sending.join();
      } catch (SocksConnection.Failure e) {
        // A request without a tunnel gets no answer, which would be taken for the host's.
        if (request.isTunnel()) {
          answer(client, "502 Bad Gateway");
        }
      }
    } catch (IOException e) {
      // the client sees that it has ended
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** In the same time whatever differs. */
  private boolean isLetIn(RelayRequest request) {
    byte[] shown = request.credentials().orElse("").getBytes(StandardCharsets.ISO_8859_1);
    return MessageDigest.isEqual(shown, bytes(SCHEME + pair))
        || MessageDigest.isEqual(shown, bytes(BASIC + pair));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  private Socket open(RelayRequest request) throws SocksConnection.Failure {
    String place = place(request.host(), request.port());
    try {
      Socket host = SocksConnection.open(server, request.host(), request.port());
      problems.remove(place);
      return host;
    } catch (SocksConnection.Failure e) {
      problems.put(place, new Problem(String.valueOf(e.getMessage()), remedy(e)));
      throw e;
    }
  }

  private Optional<String> remedy(SocksConnection.Failure failure) {
    return failure.refused()
        ? Optional.of(
            "export "
                + server.variable()
                + "="
                + server.kind().scheme()
                + "://USER:PASSWORD@HOST:PORT")
        : Optional.empty();
  }

  private static void begin(RelayRequest request, Socket client, Socket host) throws IOException {
    if (request.isTunnel()) {
      client
          .getOutputStream()
          .write("HTTP/1.1 200 Connected\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    } else {
      host.getOutputStream().write(request.forHost());
    }
  }

  /** Passes on what comes until it ends, and that it has ended. */
  private static void pass(InputStream from, Socket to) {
    byte[] buffer = new byte[BUFFER];
    try {
      OutputStream out = to.getOutputStream();
      for (int read = from.read(buffer); read >= 0; read = from.read(buffer)) {
        out.write(buffer, 0, read);
      }
      to.shutdownOutput();
    } catch (IOException e) {
      end(to);
    }
  }

  private static void end(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // of no use in any case
    }
  }

  private static void answer(Socket client, String status) throws IOException {
    client
        .getOutputStream()
        .write(
            ("HTTP/1.1 " + status + "\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII));
  }

  /** Else a body that is still being sent would have the answer thrown away with it. */
  private static void drain(Socket client, InputStream in) throws IOException {
    client.shutdownOutput();
    client.setSoTimeout(Math.toIntExact(DRAIN_LIMIT.toMillis()));
    byte[] buffer = new byte[BUFFER];
    int drained = 0;
    for (int read = in.read(buffer); read >= 0 && drained < MAX_DRAINED; read = in.read(buffer)) {
      drained += read;
    }
  }

  /** Returns when nobody is let in any more: the thread inside of accept takes one more client. */
  @Override
  public void close() {
    try {
      door.close();
      acceptor.join();
    } catch (IOException e) {
      // nobody is let in in any case
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
