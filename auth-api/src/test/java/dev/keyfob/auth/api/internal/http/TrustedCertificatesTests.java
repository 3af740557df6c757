package dev.keyfob.auth.api.internal.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.spi.BoundedHttp;
import dev.keyfob.auth.testkit.HttpStub;
import dev.keyfob.auth.testkit.HttpStub.Reply;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrustedCertificatesTests {
  @TempDir Path directory;

  private @Nullable ServerSocket running;

  @BeforeEach
  void start() throws GeneralSecurityException, IOException {
    ServerSocket server =
        serverContext()
            .getServerSocketFactory()
            .createServerSocket(0, 10, InetAddress.getLoopbackAddress());
    running = server;
    Thread.ofVirtual().start(() -> serve(server));
  }

  @AfterEach
  void stop() throws IOException {
    server().close();
  }

  @Test
  void client_certificateInTheFile_isTrusted() throws IOException {
    Path file = directory.resolve("bundle.pem");
    Files.writeString(file, "# our organisation's own\n" + pem() + "\n# and once more\n" + pem());
    assertEquals(204, get(Map.of("SSL_CERT_FILE", file.toString())));
  }

  @Test
  void client_certificateInADirectory_isTrustedBesideOtherFiles() throws IOException {
    Files.writeString(directory.resolve("README"), "how these came here");
    Files.writeString(directory.resolve("ours.pem"), pem());
    assertEquals(204, get(Map.of("SSL_CERT_DIR", "/nonexistent:" + directory)));
  }

  /** As OpenSSL has it. */
  @Test
  void client_fileAndDirectory_areBothTrusted() throws Exception {
    Path others = Files.writeString(directory.resolve("others.pem"), other());
    Path ours = Files.createDirectory(directory.resolve("ours"));
    Files.writeString(ours.resolve("ours.pem"), pem());
    assertEquals(
        204, get(Map.of("SSL_CERT_FILE", others.toString(), "SSL_CERT_DIR", ours.toString())));
  }

  @Test
  void client_plainHttp_readsNoCertificates() {
    try (HttpStub stub = HttpStub.start(request -> Reply.json(200, "{}"));
        HttpClient client = HttpClients.create(Map.of("SSL_CERT_FILE", "/nonexistent"))) {
      assertEquals(
          200,
          new BoundedHttp(() -> client)
              .send(HttpRequest.newBuilder(stub.uri("/")).build(), Duration.ofMinutes(1))
              .status());
    }
  }

  @Test
  void client_directoryWithoutCertificates_isAUsageError() {
    var failure =
        assertThrows(
            AuthException.Misconfigured.class,
            () -> get(Map.of("SSL_CERT_DIR", directory.toString())));
    assertTrue(failure.getMessage().contains("SSL_CERT_DIR"), failure.getMessage());
  }

  @Test
  void client_certificateUnknown_saysWhatToSet() {
    var failure = assertThrows(AuthException.Protocol.class, () -> get(Map.of()));
    assertTrue(failure.getMessage().contains("SSL_CERT_FILE"), failure.getMessage());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "no certificate", "-----BEGIN CERTIFICATE-----\nrubbish\n"})
  void client_fileWithoutCertificates_isAUsageError(String content) throws IOException {
    Path file = Files.writeString(directory.resolve("bundle.pem"), content);
    assertUnusable(file.toString());
  }

  @Test
  void client_fileMissing_isAUsageError() {
    assertUnusable("/nonexistent/bundle.pem");
    assertUnusable(directory.toString());
  }

  private void assertUnusable(String file) {
    Map<String, String> environment = Map.of("SSL_CERT_FILE", file);
    for (Executable use :
        List.<Executable>of(() -> get(environment), () -> TrustedCertificates.check(environment))) {
      var failure = assertThrows(AuthException.Misconfigured.class, use);
      assertTrue(failure.getMessage().contains(file));
    }
  }

  private int get(Map<String, String> environment) {
    try (HttpClient client = HttpClients.create(environment)) {
      URI uri = URI.create("https://127.0.0.1:" + server().getLocalPort() + "/");
      return new BoundedHttp(() -> client)
          .send(HttpRequest.newBuilder(uri).build(), Duration.ofMinutes(1))
          .status();
    }
  }

  private static void serve(ServerSocket server) {
    while (!server.isClosed()) {
      try (Socket socket = server.accept()) {
        StringBuilder request = new StringBuilder();
        while (request.indexOf("\r\n\r\n") < 0) {
          request.append((char) socket.getInputStream().read());
        }
        socket
            .getOutputStream()
            .write("HTTP/1.1 204 No Content\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      } catch (IOException e) {
        // a client that does not trust us has hung up
      }
    }
  }

  private ServerSocket server() {
    return Objects.requireNonNull(running);
  }

  private static SSLContext serverContext() throws GeneralSecurityException, IOException {
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = resource("server.p12")) {
      keys.load(in, "changeit".toCharArray());
    }
    KeyManagerFactory factory =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(keys, "changeit".toCharArray());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(factory.getKeyManagers(), null, null);
    return context;
  }

  private static String pem() throws IOException {
    try (InputStream in = resource("server.pem")) {
      return new String(in.readAllBytes(), StandardCharsets.US_ASCII);
    }
  }

  /** One that has nothing to do with the server's. */
  private static String other() throws GeneralSecurityException {
    byte[] certificate = TrustedCertificates.manager(null).getAcceptedIssuers()[0].getEncoded();
    return "-----BEGIN CERTIFICATE-----\n"
        + Base64.getMimeEncoder().encodeToString(certificate)
        + "\n-----END CERTIFICATE-----\n";
  }

  private static InputStream resource(String name) {
    return Objects.requireNonNull(TrustedCertificatesTests.class.getResourceAsStream(name));
  }
}
