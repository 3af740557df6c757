package dev.keyfob.auth.api.internal.http;

import dev.keyfob.auth.api.Secret;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/**
 * Connects through a SOCKS5 proxy (RFC 1928), with a user name and a password if there is one (RFC
 * 1929). The JDK's own sockets can do that too, but take the password from an {@code Authenticator}
 * of the whole process only.
 */
final class SocksConnection {
  private static final int VERSION = 5;
  private static final int NO_PASSWORD = 0;
  private static final int PASSWORD = 2;
  private static final int NONE_ACCEPTABLE = 0xff;
  private static final int CONNECT = 1;
  private static final int IPV4 = 1;
  private static final int NAME = 3;
  private static final int IPV6 = 4;
  private static final int MAX_TEXT = 255;
  private static final Duration LIMIT = Duration.ofSeconds(10);

  private SocksConnection() {}

  /** Why there is no connection, in words that follow after the proxy's name. */
  static final class Failure extends IOException {
    private static final long serialVersionUID = 1L;

    private final boolean refused;

    private Failure(String reason, boolean refused) {
      super(reason);
      this.refused = refused;
    }

    /** Whether the proxy does not know who is asking. */
    boolean refused() {
      return refused;
    }
  }

  /**
   * Connects. Blocks for 10 seconds at most for each address and each answer.
   *
   * @param host a name, or an address without brackets
   * @throws Failure with the reason
   */
  static Socket open(ProxyServer proxy, String host, int port) throws Failure {
    Failure last = failure("no address was found");
    for (byte[] target : targets(proxy, host)) {
      try {
        return open(proxy, target, port);
      } catch (Failure e) {
        last = e;
        if (e.refused()) {
          break;
        }
      }
    }
    throw last;
  }

  private static Socket open(ProxyServer proxy, byte[] target, int port) throws Failure {
    Socket socket = connect(proxy);
    try {
      socket.setSoTimeout(Math.toIntExact(LIMIT.toMillis()));
      socket.setTcpNoDelay(true);
      ask(socket, proxy, target, port);
      socket.setSoTimeout(0);
      return socket;
    } catch (Failure e) {
      close(socket);
      throw e;
    } catch (SocketTimeoutException e) {
      close(socket);
      throw failure("the proxy did not answer in time");
    } catch (IOException e) {
      close(socket);
      throw failure("the proxy closed the connection");
    }
  }

  /** What the proxy is asked for, as it stands in the request: a name, or each of the addresses. */
  private static List<byte[]> targets(ProxyServer proxy, String host) throws Failure {
    boolean literal = host.indexOf(':') >= 0 || host.matches("\\d{1,3}(\\.\\d{1,3}){3}");
    if (proxy.kind() == ProxyServer.Kind.SOCKS_NAMES && !literal) {
      byte[] name = text(host);
      ByteArrayOutputStream target = new ByteArrayOutputStream();
      target.write(NAME);
      target.write(name.length);
      target.writeBytes(name);
      return List.of(target.toByteArray());
    }
    try {
      return Arrays.stream(InetAddress.getAllByName(host)).map(SocksConnection::target).toList();
    } catch (UnknownHostException e) {
      throw failure("the host name is unknown here; socks5h:// has the proxy look it up");
    }
  }

  private static byte[] target(InetAddress address) {
    byte[] bytes = address.getAddress();
    byte[] target = new byte[bytes.length + 1];
    target[0] = (byte) (bytes.length == 4 ? IPV4 : IPV6);
    System.arraycopy(bytes, 0, target, 1, bytes.length);
    return target;
  }

  private static Socket connect(ProxyServer proxy) throws Failure {
    InetAddress[] found;
    try {
      found = InetAddress.getAllByName(proxy.address().getHostString());
    } catch (UnknownHostException e) {
      throw failure("the proxy's host name is unknown");
    }
    String reason = "";
    for (InetAddress address : found) {
      Socket socket = new Socket();
      try {
        socket.connect(
            new InetSocketAddress(address, proxy.address().getPort()),
            Math.toIntExact(LIMIT.toMillis()));
        return socket;
      } catch (SocketTimeoutException e) {
        close(socket);
        reason = "the proxy did not answer in time";
      } catch (IOException e) {
        close(socket);
        reason = "the proxy refused the connection";
      }
    }
    throw failure(reason);
  }

  private static void ask(Socket socket, ProxyServer proxy, byte[] target, int port)
      throws IOException {
    DataInputStream in = new DataInputStream(socket.getInputStream());
    OutputStream out = socket.getOutputStream();
    out.write(
        proxy.user().isPresent()
            ? new byte[] {VERSION, 2, NO_PASSWORD, PASSWORD}
            : new byte[] {VERSION, 1, NO_PASSWORD});
    requireVersion(in);
    int method = in.readUnsignedByte();
    if (method == PASSWORD && proxy.user().isPresent()) {
      logIn(in, out, proxy);
    } else if (method != NO_PASSWORD) {
      throw new Failure(
          method == NONE_ACCEPTABLE && proxy.user().isPresent()
              ? "the proxy takes no password"
              : "the proxy wants a user name and a password",
          true);
    }
    ByteArrayOutputStream request = new ByteArrayOutputStream();
    request.writeBytes(new byte[] {VERSION, CONNECT, 0});
    request.writeBytes(target);
    request.write(port >> 8);
    request.write(port);
    out.write(request.toByteArray());
    requireVersion(in);
    int reply = in.readUnsignedByte();
    if (reply != 0) {
      throw failure(reason(reply));
    }
    in.readUnsignedByte();
    in.skipNBytes(
        switch (in.readUnsignedByte()) {
          case IPV4 -> 4;
          case IPV6 -> 16;
          case NAME -> in.readUnsignedByte();
          default -> throw failure("what answers is no SOCKS5 proxy");
        });
    in.readUnsignedShort();
  }

  private static void requireVersion(DataInputStream in) throws IOException {
    if (in.readUnsignedByte() != VERSION) {
      throw failure("what answers is no SOCKS5 proxy");
    }
  }

  private static void logIn(DataInputStream in, OutputStream out, ProxyServer proxy)
      throws IOException {
    byte[] user = text(proxy.user().orElse(""));
    byte[] password = text(proxy.password().map(Secret::reveal).orElse(""));
    ByteArrayOutputStream login = new ByteArrayOutputStream();
    login.write(1);
    login.write(user.length);
    login.writeBytes(user);
    login.write(password.length);
    login.writeBytes(password);
    out.write(login.toByteArray());
    in.readUnsignedByte();
    if (in.readUnsignedByte() != 0) {
      throw new Failure("the proxy does not accept the user name and the password", true);
    }
  }

  /** Its length stands in one byte. */
  private static byte[] text(String value) throws Failure {
    byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
    if (bytes.length > MAX_TEXT) {
      throw failure("a name or a password is longer than SOCKS5 can carry");
    }
    return bytes;
  }

  /** RFC 1928 section 6. */
  private static String reason(int reply) {
    return switch (reply) {
      case 2 -> "the proxy does not allow this connection";
      case 3 -> "the proxy does not reach the network";
      case 4 -> "the proxy does not reach the host";
      case 5 -> "the host refused the proxy's connection";
      case 6 -> "the proxy's connection took too many hops";
      case 8 -> "the proxy does not know this kind of address";
      default -> "the proxy failed";
    };
  }

  private static Failure failure(String reason) {
    return new Failure(reason, false);
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // of no use in any case
    }
  }
}
