package dev.keyfob.auth.api.spi;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;

/** A server that writes what no HTTP library would, to every connection, until the client goes. */
final class RawServer implements AutoCloseable {
  private final ServerSocket server;
  private final Script script;
  private final CountDownLatch clientGone = new CountDownLatch(1);

  /** What is written after a request was read. */
  @FunctionalInterface
  interface Script {
    void write(OutputStream out) throws IOException;
  }

  RawServer(Script script) throws IOException {
    this.script = script;
    server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::serve);
  }

  static byte[] head(String... lines) {
    return ("HTTP/1.1 200 OK\r\n" + String.join("\r\n", lines) + "\r\n\r\n")
        .getBytes(StandardCharsets.US_ASCII);
  }

  URI uri() {
    return URI.create("http://127.0.0.1:" + server.getLocalPort() + "/token?code=canary");
  }

  /** Returns when the client has dropped a connection that was still being written to. */
  void awaitClientGone() throws InterruptedException {
    clientGone.await();
  }

  @Override
  public void close() throws IOException {
    server.close();
  }

  private void serve() {
    while (!server.isClosed()) {
      try (Socket socket = server.accept()) {
        readRequest(socket);
        answer(socket);
      } catch (IOException e) {
        // the next connection, or the end
      }
    }
  }

  private void answer(Socket socket) {
    try {
      script.write(socket.getOutputStream());
    } catch (IOException e) {
      clientGone.countDown();
    }
  }

  private static void readRequest(Socket socket) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int next = socket.getInputStream().read();
      if (next < 0) {
        throw new IOException("no request");
      }
      head.append((char) next);
    }
  }
}
