package dev.keyfob.cli.proxy;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A service that answers byte for byte what a test wants, right or wrong. */
final class RawService implements AutoCloseable {
  private final ServerSocket server;
  private final Script script;
  final List<String> heads = new CopyOnWriteArrayList<>();

  /** Answers one request. */
  interface Script {
    void answer(String head, Socket socket) throws Exception;
  }

  RawService(Script script) {
    this.script = script;
    try {
      server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofVirtual().start(this::accept);
  }

  String uri() {
    return "http://127.0.0.1:" + server.getLocalPort();
  }

  private void accept() {
    try {
      while (true) {
        Socket socket = server.accept();
        Thread.ofVirtual().start(() -> serve(socket));
      }
    } catch (IOException e) {
      // closed
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      while (true) {
        String head = head(socket.getInputStream());
        if (head.isEmpty()) {
          return;
        }
        heads.add(head);
        script.answer(head, socket);
        if (socket.isClosed()) {
          return;
        }
      }
    } catch (Exception e) {
      // the other side has gone, which is what some tests are about
    }
  }

  /** Reads up to the empty line. */
  static String head(InputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int next = in.read();
      if (next < 0) {
        return "";
      }
      head.append((char) next);
    }
    return head.toString();
  }

  static void write(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
    socket.getOutputStream().flush();
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
