package dev.keyfob.auth.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** A connection on which anything can be sent. For one thread. */
public final class RawClient implements AutoCloseable {
  private final Socket socket;

  /** Connects. */
  public RawClient(URI address) throws IOException {
    socket = new Socket(InetAddress.getByName(address.getHost()), address.getPort());
    socket.setSoTimeout(30_000);
  }

  /** Sends characters of Latin-1 as they are. */
  public RawClient send(String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    return this;
  }

  /** Sends a request with one header beside {@code Host}. */
  public static String exchange(
      URI address, String method, String target, String host, String header) throws IOException {
    try (RawClient client = new RawClient(address)) {
      client.send(method + " " + target + " HTTP/1.1\r\n");
      client.send((host.isEmpty() ? "" : "Host: " + host + "\r\n") + header + "\r\n");
      return client.receive();
    }
  }

  /** Everything up to the end of the connection. */
  public String receive() throws IOException {
    InputStream in = socket.getInputStream();
    return new String(in.readAllBytes(), StandardCharsets.UTF_8);
  }

  /** Ends the connection with a reset. */
  public void reset() throws IOException {
    socket.setSoLinger(true, 0);
    socket.close();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
