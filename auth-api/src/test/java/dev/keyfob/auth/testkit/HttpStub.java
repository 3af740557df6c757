package dev.keyfob.auth.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;

/**
 * A real HTTP server on the loopback interface that answers each request from a function, and can
 * answer as badly as no library would: cut short, late, or never. Safe for use by many threads.
 */
public final class HttpStub implements AutoCloseable {
  private final ServerSocket server;
  private final Function<Request, Reply> service;
  private final List<Request> requests = new CopyOnWriteArrayList<>();
  private final List<Socket> open = new CopyOnWriteArrayList<>();
  private final Thread acceptor = Thread.ofVirtual().unstarted(this::accept);

  private HttpStub(ServerSocket server, Function<Request, Reply> service) {
    this.server = server;
    this.service = service;
  }

  /** Starts on a free port. */
  public static HttpStub start(Function<Request, Reply> service) {
    try {
      HttpStub stub =
          new HttpStub(
              new ServerSocket(0, 128, InetAddress.getByAddress(new byte[] {127, 0, 0, 1})),
              service);
      stub.acceptor.start();
      return stub;
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /**
   * A request.
   *
   * @param method the method
   * @param path the path, without the query
   * @param query the query, not decoded
   * @param headers names in lower case
   * @param body the body
   */
  public record Request(
      String method, String path, String query, Map<String, String> headers, String body) {
    /** The parameters of a form in the body. */
    public Map<String, String> form() {
      return decode(body);
    }

    /** The parameters in the query. */
    public Map<String, String> parameters() {
      return decode(query);
    }
  }

  /**
   * What to answer.
   *
   * @param status the status code
   * @param headers the headers, beside the length
   * @param body the body
   * @param cutAfter how many bytes of head and body are sent; all if negative
   * @param heldUntil what the answer waits for
   */
  @SuppressWarnings("ArrayRecordComponent") // answers are sent, never compared
  public record Reply(
      int status,
      Map<String, String> headers,
      byte[] body,
      int cutAfter,
      CountDownLatch heldUntil) {
    private static final CountDownLatch NOT_HELD = new CountDownLatch(0);

    /** An answer in JSON. */
    public static Reply json(int status, String json) {
      return new Reply(
          status,
          Map.of("Content-Type", "application/json"),
          json.getBytes(StandardCharsets.UTF_8),
          -1,
          NOT_HELD);
    }

    /** An answer of any type. */
    public static Reply of(int status, String type, byte[] body) {
      return new Reply(status, Map.of("Content-Type", type), body, -1, NOT_HELD);
    }

    /** Nothing but a status. */
    public static Reply empty(int status) {
      return new Reply(status, Map.of(), new byte[0], -1, NOT_HELD);
    }

    public Reply with(String header, String value) {
      Map<String, String> more = new LinkedHashMap<>(headers);
      more.put(header, value);
      return new Reply(status, more, body, cutAfter, heldUntil);
    }

    /** The same, but the connection breaks after some bytes. */
    public Reply cut(int bytes) {
      return new Reply(status, headers, body, bytes, heldUntil);
    }

    /** The same, but not before something has happened. */
    public Reply held(CountDownLatch until) {
      return new Reply(status, headers, body, cutAfter, until);
    }

    byte[] bytes() {
      StringBuilder head = new StringBuilder("HTTP/1.1 " + status + " Stub\r\n");
      headers.forEach((name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
      head.append("Content-Length: ").append(body.length).append("\r\nConnection: close\r\n\r\n");
      byte[] start = head.toString().getBytes(StandardCharsets.ISO_8859_1);
      byte[] all = new byte[start.length + body.length];
      System.arraycopy(start, 0, all, 0, start.length);
      System.arraycopy(body, 0, all, start.length, body.length);
      return cutAfter < 0 || cutAfter > all.length ? all : java.util.Arrays.copyOf(all, cutAfter);
    }
  }

  /** The address of a path on this server. */
  public URI uri(String path) {
    return URI.create("http://127.0.0.1:" + server.getLocalPort() + path);
  }

  /** The requests so far, oldest first. */
  public List<Request> requests() {
    return List.copyOf(requests);
  }

  /** The requests to one path so far, oldest first. */
  public List<Request> requests(String path) {
    return requests.stream().filter(request -> request.path().equals(path)).toList();
  }

  /** Waits for the thread inside of accept, which takes one more client. */
  @Override
  public void close() {
    closeQuietly(server);
    try {
      acceptor.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    open.forEach(HttpStub::closeQuietly);
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket socket = server.accept();
        open.add(socket);
        Thread.ofVirtual().start(() -> serve(socket));
      } catch (IOException e) {
        return;
      }
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      Request request = read(socket.getInputStream());
      requests.add(request);
      Reply reply = service.apply(request);
      reply.heldUntil().await();
      socket.getOutputStream().write(reply.bytes());
    } catch (IOException e) {
      // the client has gone
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      open.remove(socket);
    }
  }

  private static Request read(InputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int next = in.read();
      if (next < 0) {
        throw new IOException("no request");
      }
      head.append((char) next);
    }
    String[] lines = head.toString().strip().split("\r\n", -1);
    String[] start = lines[0].split(" ", -1);
    Map<String, String> headers = new LinkedHashMap<>();
    for (int i = 1; i < lines.length; i++) {
      int colon = lines[i].indexOf(':');
      headers.put(
          lines[i].substring(0, colon).toLowerCase(Locale.ROOT),
          lines[i].substring(colon + 1).strip());
    }
    int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
    String body = new String(in.readNBytes(length), StandardCharsets.UTF_8);
    int question = start[1].indexOf('?');
    return new Request(
        start[0],
        question < 0 ? start[1] : start[1].substring(0, question),
        question < 0 ? "" : start[1].substring(question + 1),
        headers,
        body);
  }

  private static Map<String, String> decode(String form) {
    Map<String, String> parameters = new LinkedHashMap<>();
    for (String pair : form.split("&", -1)) {
      int equals = pair.indexOf('=');
      if (equals > 0) {
        parameters.put(
            URLDecoder.decode(pair.substring(0, equals), StandardCharsets.UTF_8),
            URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
      }
    }
    return parameters;
  }

  private static void closeQuietly(java.io.Closeable closeable) {
    try {
      closeable.close();
    } catch (IOException e) {
      // it is closed either way
    }
  }
}
