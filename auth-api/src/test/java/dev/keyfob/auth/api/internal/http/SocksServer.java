package dev.keyfob.auth.api.internal.http;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A SOCKS5 proxy that connects to one port of this machine, whatever it is asked for. */
final class SocksServer implements AutoCloseable {
  private final ServerSocket door;
  private final int target;
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private volatile String login = "";
  private volatile int reply;
  private final Thread acceptor = Thread.ofVirtual().unstarted(this::accept);

  private SocksServer(ServerSocket door, int target) {
    this.door = door;
    this.target = target;
  }

  static SocksServer to(int target) throws IOException {
    SocksServer server =
        new SocksServer(new ServerSocket(0, 10, InetAddress.getLoopbackAddress()), target);
    server.acceptor.start();
    return server;
  }

  /** Wants {@code user:password} from now on. */
  SocksServer wanting(String userAndPassword) {
    login = userAndPassword;
    return this;
  }

  /** Answers with this code (RFC 1928 section 6) from now on. */
  SocksServer replying(int code) {
    reply = code;
    return this;
  }

  int port() {
    return door.getLocalPort();
  }

  /** What it was asked for, as in {@code name api.example:80}. */
  List<String> asked() {
    return List.copyOf(asked);
  }

  private void accept() {
    while (!door.isClosed()) {
      try {
        Socket client = door.accept();
        Thread.ofVirtual().start(() -> serve(client));
      } catch (IOException e) {
        return;
      }
    }
  }

  private void serve(Socket client) {
    try (client) {
      DataInputStream in = new DataInputStream(client.getInputStream());
      OutputStream out = client.getOutputStream();
      in.readUnsignedByte();
      List<Byte> methods = bytes(in.readNBytes(in.readUnsignedByte()));
      byte method = (byte) (login.isEmpty() ? 0 : 2);
      if (!methods.contains(method)) {
        out.write(new byte[] {5, (byte) 0xff});
        return;
      }
      out.write(new byte[] {5, method});
      if (method == 2 && !logIn(in, out)) {
        return;
      }
      in.skipNBytes(3);
      String place =
          switch (in.readUnsignedByte()) {
            case 1 -> "ip " + InetAddress.getByAddress(in.readNBytes(4)).getHostAddress();
            case 3 -> "name " + text(in);
            default -> "ip6 " + InetAddress.getByAddress(in.readNBytes(16)).getHostAddress();
          };
      asked.add(place + ":" + in.readUnsignedShort());
      out.write(new byte[] {5, (byte) reply, 0, 1, 0, 0, 0, 0, 0, 0});
      if (reply == 0) {
        pass(client);
      }
    } catch (IOException e) {
      // the client has gone
    }
  }

  private boolean logIn(DataInputStream in, OutputStream out) throws IOException {
    in.readUnsignedByte();
    boolean good = (text(in) + ":" + text(in)).equals(login);
    out.write(new byte[] {1, (byte) (good ? 0 : 1)});
    return good;
  }

  private void pass(Socket client) throws IOException {
    try (Socket service = new Socket(InetAddress.getLoopbackAddress(), target)) {
      Thread back =
          Thread.ofVirtual()
              .start(
                  () -> {
                    try {
                      service.getInputStream().transferTo(client.getOutputStream());
                      client.close();
                    } catch (IOException e) {
                      // gone
                    }
                  });
      client.getInputStream().transferTo(service.getOutputStream());
      service.shutdownOutput();
      back.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static String text(DataInputStream in) throws IOException {
    return new String(in.readNBytes(in.readUnsignedByte()), StandardCharsets.UTF_8);
  }

  private static List<Byte> bytes(byte[] array) {
    List<Byte> list = new CopyOnWriteArrayList<>();
    for (byte one : array) {
      list.add(one);
    }
    return list;
  }

  /** Waits for the thread inside of accept, which takes one more client. */
  @Override
  public void close() throws IOException {
    door.close();
    try {
      acceptor.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
