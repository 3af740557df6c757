package dev.keyfob.it.programs;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Predicate;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * As much of a Kubernetes API server as tells a client its version, by TLS with a certificate of
 * its own, for those who have the token. Thread-safe.
 */
final class ApiServer implements AutoCloseable {
  private static final String PASSWORD = "of-the-test";

  private final HttpsServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final List<String> seen = new CopyOnWriteArrayList<>();
  private final Path certificate;
  private final Predicate<String> admits;

  /**
   * Starts.
   *
   * @param folder where to put the certificate
   * @param admits decides by the Authorization header, which is empty if there is none
   */
  ApiServer(Path folder, Predicate<String> admits) {
    this.admits = admits;
    certificate = folder.resolve("ca.pem");
    Path keys = folder.resolve("api-server.p12");
    keytool(
        "-genkeypair",
        keys,
        "-alias",
        "k",
        "-keyalg",
        "EC",
        "-dname",
        "CN=api",
        "-validity",
        "2",
        "-ext",
        "san=ip:127.0.0.1");
    keytool("-exportcert", keys, "-alias", "k", "-rfc", "-file", certificate.toString());
    try (InputStream in = Files.newInputStream(keys)) {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(in, PASSWORD.toCharArray());
      KeyManagerFactory managers =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      managers.init(store, PASSWORD.toCharArray());
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(managers.getKeyManagers(), null, null);
      server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      server.setHttpsConfigurator(new HttpsConfigurator(context));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
    server.createContext("/", this::serve);
    server.setExecutor(threads);
    server.start();
  }

  private static void keytool(String command, Path keys, String... options) {
    List<String> line =
        new java.util.ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                command,
                "-keystore",
                keys.toString(),
                "-storepass",
                PASSWORD));
    line.addAll(List.of(options));
    try {
      Process process = new ProcessBuilder(line).redirectErrorStream(true).start();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new AssertionError(said);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  String address() {
    return "https://127.0.0.1:" + server.getAddress().getPort();
  }

  /** The certificate by which clients know it. */
  Path certificate() {
    return certificate;
  }

  /** Every Authorization header, oldest first. */
  List<String> seen() {
    return List.copyOf(seen);
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  private void serve(HttpExchange exchange) throws IOException {
    try (exchange) {
      String sent = exchange.getRequestHeaders().getFirst("Authorization");
      seen.add(sent == null ? "" : sent);
      boolean admitted = admits.test(seen.getLast());
      String json =
          admitted
              ? "{\"major\": \"1\", \"minor\": \"32\", \"gitVersion\": \"v1.32.0\"}"
              : """
              {"kind": "Status", "apiVersion": "v1", "status": "Failure", "code": 401,
               "reason": "Unauthorized", "message": "Unauthorized"}
              """;
      byte[] body = json.getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      exchange.sendResponseHeaders(admitted ? 200 : 401, body.length);
      exchange.getResponseBody().write(body);
    }
  }
}
