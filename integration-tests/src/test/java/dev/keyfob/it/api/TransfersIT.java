package dev.keyfob.it.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.keyfob.it.process.KeyfobProcess;
import dev.keyfob.it.process.Result;
import dev.keyfob.it.process.Running;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code keyfob api} with more than fits into its memory, and with what comes bit by bit. */
class TransfersIT {
  /** More than the virtual machine of keyfob is allowed to have. */
  private static final long LARGE = 700L * 1024 * 1024;

  private final CountDownLatch firstEventSeen = new CountDownLatch(1);
  private HttpServer server;
  private KeyfobProcess keyfob;
  private Path home;

  @BeforeEach
  void start(@TempDir Path folder) throws IOException {
    home = folder;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/up", this::count);
    server.createContext("/down", TransfersIT::send);
    server.createContext("/events", this::events);
    server.start();
    keyfob =
        KeyfobProcess.atHome(home)
            .with("KEYFOB_HOME", home.resolve("keyfob").toString())
            .with("ACME_KEY", "key-0123456789")
            .in(home);
    Path profiles = Files.createDirectories(home.resolve("keyfob/profiles"));
    Files.writeString(
        profiles.resolve("acme.json"),
        """
        {"apiBaseUri":"http://127.0.0.1:PORT","environment":{"apiKey":["ACME_KEY"]},"apiKey":{"header":"X-Api-Key"}}
        """
            .replace("PORT", Integer.toString(server.getAddress().getPort())));
  }

  @AfterEach
  void stop() {
    firstEventSeen.countDown();
    server.stop(0);
  }

  private void count(HttpExchange exchange) throws IOException {
    try (exchange;
        InputStream body = exchange.getRequestBody()) {
      long bytes = body.transferTo(OutputStream.nullOutputStream());
      byte[] answer = Long.toString(bytes).getBytes(StandardCharsets.US_ASCII);
      exchange.sendResponseHeaders(200, answer.length);
      exchange.getResponseBody().write(answer);
    }
  }

  private static void send(HttpExchange exchange) throws IOException {
    try (exchange) {
      exchange.sendResponseHeaders(200, LARGE);
      byte[] piece = new byte[1024 * 1024];
      for (long sent = 0; sent < LARGE; sent += piece.length) {
        exchange.getResponseBody().write(piece);
      }
    }
  }

  /** The second event comes when the first has been seen, and never if that is kept back. */
  private void events(HttpExchange exchange) throws IOException {
    try (exchange) {
      exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
      exchange.sendResponseHeaders(200, 0);
      OutputStream body = exchange.getResponseBody();
      body.write("data: one\n\n".getBytes(StandardCharsets.US_ASCII));
      body.flush();
      if (firstEventSeen.await(60, TimeUnit.SECONDS)) {
        body.write("data: two\n\n".getBytes(StandardCharsets.US_ASCII));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void api_fileLargerThanItsMemory_isSentWhole() throws IOException {
    try (RandomAccessFile file = new RandomAccessFile(home.resolve("large").toFile(), "rw")) {
      file.setLength(LARGE); // no block of it is written
    }

    Result result = keyfob.run("api", "acme", "PUT", "/up", "-d", "@large");

    assertEquals(0, result.exitCode(), result::toString);
    assertEquals(Long.toString(LARGE), result.stdout());
  }

  @Test
  void api_answerLargerThanItsMemory_arrivesWhole() throws IOException {
    Result result = keyfob.run("api", "acme", "/down", "-o", "/dev/null", "-i");

    assertEquals(0, result.exitCode(), result::toString);
    assertTrue(result.stdout().contains(Long.toString(LARGE)), result::toString);
  }

  @Test
  void api_events_arePrintedAsTheyCome() {
    try (Running running = keyfob.start("api", "acme", "/events")) {
      running.awaitStdout(Pattern.compile("data: one"));
      firstEventSeen.countDown();

      Result result = running.result();

      assertEquals(0, result.exitCode(), result::toString);
      assertEquals("data: one\n\ndata: two\n\n", result.stdout());
    }
  }
}
