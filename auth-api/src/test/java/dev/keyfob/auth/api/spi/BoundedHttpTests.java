package dev.keyfob.auth.api.spi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.ErrorCode;
import dev.keyfob.auth.testkit.HttpStub;
import dev.keyfob.auth.testkit.HttpStub.Reply;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.nio.channels.UnresolvedAddressException;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.zip.GZIPOutputStream;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class BoundedHttpTests {
  private static final Duration LONG = Duration.ofMinutes(1);
  private static final Duration SHORT = Duration.ofMillis(100);
  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  private final BoundedHttp http = new BoundedHttp(() -> CLIENT);

  @AfterAll
  static void closeClient() {
    CLIENT.shutdownNow();
  }

  @Nested
  class Answers {
    @Test
    void send_answer_isReadWhole() {
      try (HttpStub stub = HttpStub.start(request -> Reply.json(404, "{\"error\":1}"))) {
        HttpAnswer answer = http.send(get(stub.uri("/x")), LONG);
        assertEquals(404, answer.status());
        assertEquals("{\"error\":1}", new String(answer.body(), StandardCharsets.UTF_8));
        assertEquals(stub.uri("/x"), answer.uri());
      }
    }

    @Test
    void send_redirect_isReturnedAndNotFollowed() {
      try (HttpStub stub =
          HttpStub.start(request -> Reply.empty(302).with("Location", "http://evil.example/"))) {
        assertEquals(302, http.send(get(stub.uri("/x")), LONG).status());
      }
    }

    @Test
    void send_gzipBomb_isNotDecompressed() throws IOException {
      ByteArrayOutputStream bomb = new ByteArrayOutputStream();
      try (GZIPOutputStream gzip = new GZIPOutputStream(bomb)) {
        gzip.write(new byte[8 << 20]);
      }
      Reply reply =
          Reply.of(200, "application/json", bomb.toByteArray()).with("Content-Encoding", "gzip");
      try (HttpStub stub = HttpStub.start(request -> reply)) {
        assertEquals(bomb.size(), http.send(get(stub.uri("/x")), LONG).body().length);
      }
    }

    @Test
    void send_largestAnswerAllowed_isRead() {
      Reply reply = Reply.of(200, "text/plain", new byte[BoundedHttp.MAX_BYTES]);
      try (HttpStub stub = HttpStub.start(request -> reply)) {
        assertEquals(BoundedHttp.MAX_BYTES, http.send(get(stub.uri("/x")), LONG).body().length);
      }
    }
  }

  @Nested
  class TooMuch {
    @Test
    void send_hundredMegabytes_isDroppedEarly() throws Exception {
      byte[] chunk = new byte[1 << 16];
      long[] written = new long[1];
      try (RawServer server =
          new RawServer(
              out -> {
                out.write(RawServer.head("Content-Length: 104857600"));
                for (int i = 0; i < 1600; i++) {
                  out.write(chunk);
                  written[0] += chunk.length;
                }
              })) {
        assertThrows(AuthException.Protocol.class, () -> http.send(get(server.uri()), LONG));
        server.awaitClientGone();
        assertTrue(written[0] < 50_000_000, () -> written[0] + " bytes were taken");
      }
    }

    @Test
    void send_endlessChunks_areDropped() throws Exception {
      try (RawServer server =
          new RawServer(
              out -> {
                out.write(RawServer.head("Transfer-Encoding: chunked"));
                byte[] chunk =
                    ("1000\r\n" + "x".repeat(4096) + "\r\n").getBytes(StandardCharsets.US_ASCII);
                while (true) {
                  out.write(chunk);
                }
              })) {
        var failure =
            assertThrows(AuthException.Protocol.class, () -> http.send(get(server.uri()), LONG));
        assertTrue(failure.getMessage().contains("larger than 1048576 bytes"));
        server.awaitClientGone();
      }
    }
  }

  @Nested
  class TooSlow {
    @Test
    void send_neverAnswered_endsAtTheLimit() {
      CountDownLatch never = new CountDownLatch(1);
      try (HttpStub stub = HttpStub.start(request -> Reply.empty(200).held(never))) {
        var failure = assertThrows(AuthException.Transient.class, () -> send(stub.uri("/x")));
        assertEquals(ErrorCode.NETWORK, failure.code());
      } finally {
        never.countDown();
      }
    }

    @Test
    void send_timeRunsOutWhileTheClientIsMade_sendsNothing() {
      AtomicInteger requests = new AtomicInteger();
      AtomicReference<Duration> left = new AtomicReference<>(LONG);
      try (HttpStub stub =
              HttpStub.start(
                  request -> {
                    requests.incrementAndGet();
                    return Reply.empty(200);
                  });
          HttpClient slow = HttpClient.newHttpClient()) {
        BoundedHttp late =
            new BoundedHttp(
                    () -> {
                      left.set(Duration.ZERO);
                      return slow;
                    })
                .within(left::get);
        assertThrows(AuthException.Transient.class, () -> late.send(get(stub.uri("/x")), LONG));
      }
      assertEquals(0, requests.get());
    }

    @Test
    void send_slowLoris_endsAtTheLimitAndDropsTheConnection() throws Exception {
      try (RawServer server =
          new RawServer(
              out -> {
                out.write(RawServer.head("Content-Length: 1000000"));
                while (true) {
                  out.write('x');
                  out.flush();
                  Thread.onSpinWait();
                }
              })) {
        // one byte at a time resets every time-out between bytes, but not the one for all of it
        assertThrows(AuthException.class, () -> send(server.uri()));
        server.awaitClientGone();
      }
    }

    @Test
    void send_interrupted_isCancelledAndKeepsTheInterrupt() throws IOException {
      try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
        URI address = URI.create("http://127.0.0.1:" + silent.getLocalPort() + "/");
        Thread.currentThread().interrupt();
        assertThrows(AuthException.Cancelled.class, () -> send(address));
        assertTrue(Thread.interrupted());
      }
    }

    private HttpAnswer send(URI uri) {
      return http.send(get(uri), SHORT);
    }
  }

  @Nested
  class Broken {
    @Test
    void send_answerCutAtEveryByte_isNeverTakenForAWhole() {
      Reply whole = Reply.json(200, "{\"access_token\":\"a\"}");
      int[] cut = new int[1];
      try (HttpStub stub = HttpStub.start(request -> whole.cut(cut[0]))) {
        int headAndBody = "HTTP/1.1 200 Stub\r\n".length() + 60 + 20;
        for (cut[0] = 0; cut[0] < headAndBody; cut[0]++) {
          assertThrows(
              AuthException.Transient.class,
              () -> http.send(get(stub.uri("/x")), LONG),
              () -> "cut after " + cut[0]);
        }
      }
    }

    @Test
    void send_nobodyListens_saysRefused() throws IOException {
      int port;
      try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
        port = closed.getLocalPort();
      }
      assertReason("the connection was refused", URI.create("http://127.0.0.1:" + port + "/"));
    }

    @Test
    void failure_unknownHost_saysSo() {
      var cause = new ConnectException();
      cause.initCause(new UnresolvedAddressException());
      var failure = http.failure(get(URI.create("https://idp.example/")), cause);
      assertEquals(
          "Cannot reach https://idp.example: the host name is unknown.", failure.getMessage());
    }

    /** It is the same at the next attempt, and nothing that a later one would change. */
    @Test
    void failure_untrustedCertificate_isNotRetryable() {
      var cause = new SSLHandshakeException("PKIX path building failed");
      cause.initCause(new CertificateException("unable to find valid certification path"));
      var failure = http.failure(get(URI.create("https://idp.example/")), cause);
      assertFalse(failure.retryable());
      assertEquals(ErrorCode.NETWORK, failure.code());
      assertEquals(Optional.of("export SSL_CERT_FILE=\"$FILE\""), failure.hint());
    }

    @Test
    void failure_tlsOtherwiseBroken_isRetryable() {
      var failure =
          http.failure(
              get(URI.create("https://idp.example/")), new SSLException("Connection reset"));
      assertTrue(failure.retryable());
    }

    @Test
    void failure_addressWithSecrets_namesTheHostOnly() {
      var failure =
          http.failure(
              get(URI.create("https://canary:canary@idp.example:8443/canary?code=canary")),
              new IOException("canary"));
      assertEquals(
          "Cannot reach https://idp.example:8443: the connection broke.", failure.getMessage());
      assertFalse(failure.getMessage().contains("canary"));
    }

    private void assertReason(String reason, URI uri) {
      var failure = assertThrows(AuthException.Transient.class, () -> http.send(get(uri), LONG));
      assertEquals(ErrorCode.NETWORK, failure.code());
      assertTrue(failure.getMessage().contains(reason), failure.getMessage());
    }
  }

  private static HttpRequest get(URI uri) {
    return HttpRequest.newBuilder(uri).build();
  }
}
