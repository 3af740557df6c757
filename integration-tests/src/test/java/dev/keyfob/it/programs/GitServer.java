package dev.keyfob.it.programs;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Predicate;

/**
 * git's own server program, {@code git http-backend}, behind a login. Whoever is let in may read
 * and write. Thread-safe.
 */
final class GitServer implements AutoCloseable {
  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final List<String> admitted = new CopyOnWriteArrayList<>();
  private final Path root;
  private final List<String> challenges;
  private final Predicate<String> admits;

  /**
   * Starts.
   *
   * @param root the folder of the repositories
   * @param challenges what a refusal says, a header each
   * @param admits decides by the Authorization header, which is empty if there is none
   */
  GitServer(Path root, List<String> challenges, Predicate<String> admits) {
    this.root = root;
    this.challenges = challenges;
    this.admits = admits;
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/", this::serve);
    server.setExecutor(threads);
    server.start();
  }

  String address() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** The Authorization headers that were good, each once. */
  List<String> admitted() {
    return admitted.stream().distinct().toList();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  private void serve(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readAllBytes();
      String sent =
          Objects.requireNonNullElse(exchange.getRequestHeaders().getFirst("Authorization"), "");
      if (admits.test(sent)) {
        admitted.add(sent);
        answer(exchange, backend(exchange, body));
      } else {
        challenges.forEach(text -> exchange.getResponseHeaders().add("WWW-Authenticate", text));
        exchange.sendResponseHeaders(401, -1);
      }
    }
  }

  /** RFC 3875. */
  private byte[] backend(HttpExchange exchange, byte[] body) throws IOException {
    ProcessBuilder git = new ProcessBuilder("git", "http-backend");
    Map<String, String> environment = git.environment();
    environment.put("GIT_PROJECT_ROOT", root.toString());
    environment.put("GIT_HTTP_EXPORT_ALL", "1");
    environment.put("REMOTE_USER", "somebody");
    environment.put("PATH_INFO", exchange.getRequestURI().getPath());
    environment.put(
        "QUERY_STRING", Objects.requireNonNullElse(exchange.getRequestURI().getRawQuery(), ""));
    environment.put("REQUEST_METHOD", exchange.getRequestMethod());
    environment.put("CONTENT_LENGTH", Integer.toString(body.length));
    Map.of(
            "Content-Type", "CONTENT_TYPE",
            "Content-Encoding", "HTTP_CONTENT_ENCODING",
            "Git-Protocol", "HTTP_GIT_PROTOCOL")
        .forEach(
            (header, variable) -> {
              String value = exchange.getRequestHeaders().getFirst(header);
              if (value != null) {
                environment.put(variable, value);
              }
            });
    Process process = git.redirectError(ProcessBuilder.Redirect.INHERIT).start();
    try (OutputStream in = process.getOutputStream()) {
      in.write(body);
    }
    return process.getInputStream().readAllBytes();
  }

  private static void answer(HttpExchange exchange, byte[] said) throws IOException {
    String text = new String(said, StandardCharsets.ISO_8859_1);
    int end = text.indexOf("\r\n\r\n");
    int status = 200;
    for (String line : text.substring(0, end).split("\r\n", -1)) {
      String[] field = line.split(": ", 2);
      if (field[0].equals("Status")) {
        status = Integer.parseInt(field[1].substring(0, 3));
      } else {
        exchange.getResponseHeaders().set(field[0], field[1]);
      }
    }
    byte[] body = Arrays.copyOfRange(said, end + 4, said.length);
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
  }
}
