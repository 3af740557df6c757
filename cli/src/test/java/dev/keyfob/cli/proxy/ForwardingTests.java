package dev.keyfob.cli.proxy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.keyfob.auth.api.AccountKey;
import dev.keyfob.auth.api.Keyfob;
import dev.keyfob.auth.api.spi.support.JsonText;
import dev.keyfob.auth.apikey.ApiKeyProvider;
import dev.keyfob.auth.testkit.InMemoryStore;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What goes through the proxy, byte for byte. */
@Timeout(60)
@SuppressWarnings("StringConcatToTextBlock") // lines of HTTP end with CR LF
class ForwardingTests {
  private static final String KEY = "sk-of-the-test";
  private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

  @TempDir Path home;
  private final CountDownLatch gone = new CountDownLatch(1);
  private final List<String> log = new CopyOnWriteArrayList<>();
  private RawService service;
  private Keyfob keyfob;
  private ReverseProxy proxy;

  @BeforeEach
  void start() {
    service = new RawService(this::answer);
    String profile = "{\"apiBaseUri\":\"%s/v1\",\"apiKey\":{\"header\":\"x-api-key\"}}";
    keyfob =
        Keyfob.builder()
            .withoutPluginFolder()
            .environment(
                Map.of(
                    "KEYFOB_HOME",
                    home.toString(),
                    "KEYFOB_ACME_API_KEY",
                    KEY,
                    "KEYFOB_OTHER_API_KEY",
                    "sk-of-another"))
            .provider(new ApiKeyProvider())
            .store(new InMemoryStore())
            .profile("acme", JsonText.parseObject(profile.formatted(service.uri())))
            .profile("other", JsonText.parseObject(profile.formatted(service.uri())))
            .open();
    serve(AccessRules.NONE);
  }

  private void serve(AccessRules rules) {
    proxy =
        ReverseProxy.start(
            keyfob,
            List.of(
                new Route("", AccountKey.of("acme")), new Route("/second", AccountKey.of("other"))),
            rules,
            new RequestLog(log::add, Clock.fixed(Instant.EPOCH, ZoneOffset.UTC)),
            0);
  }

  @AfterEach
  void stop() throws IOException {
    proxy.close();
    keyfob.close();
    service.close();
  }

  private void answer(String head, Socket socket) throws Exception {
    String path = head.split(" ", 3)[1].replaceFirst("^/v1", "").replaceFirst("\\?.*", "");
    switch (path) {
      case "/short" -> breaking(socket, "Content-Length: 9\r\n\r\nhalf");
      case "/short-chunks" -> breaking(socket, "Transfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n");
      case "/none" -> socket.close();
      case "/until-closed" -> breaking(socket, "\r\nall of it");
      case "/hop" ->
          RawService.write(
              socket,
              "HTTP/1.1 200 OK\r\nConnection: X-Inner\r\nX-Inner: 1\r\nKeep-Alive: timeout=5\r\n"
                  + "Proxy-Authenticate: Basic\r\nSet-Cookie: a=b\r\nX-Outer: 2\r\n"
                  + "Content-Length: 0\r\n\r\n");
      case "/head" -> RawService.write(socket, "HTTP/1.1 200 OK\r\nContent-Length: 1234\r\n\r\n");
      case "/trailer" ->
          RawService.write(
              socket,
              "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTrailer: X-Sum\r\n\r\n"
                  + "2\r\nok\r\n0\r\nX-Sum: 7\r\n\r\n");
      case "/moved" ->
          RawService.write(
              socket, "HTTP/1.1 302 Found\r\nLocation: /v1/there\r\nContent-Length: 0\r\n\r\n");
      case "/early" ->
          RawService.write(
              socket,
              "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n" + OK);
      case "/stream" -> {
        RawService.write(
            socket,
            "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n"
                + "Transfer-Encoding: chunked\r\n\r\n9\r\ndata: 1\n\n\r\n");
        waitForEnd(socket);
      }
      case "/hang" -> waitForEnd(socket);
      case "/refused" ->
          RawService.write(socket, "HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\n\r\n");
      case "/socket" -> {
        if (!head.toLowerCase(Locale.ROOT).contains("upgrade: websocket")) {
          RawService.write(socket, OK);
          return;
        }
        RawService.write(
            socket,
            "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                + "Sec-WebSocket-Accept: x\r\n\r\nhello");
        byte[] bytes = socket.getInputStream().readNBytes(4);
        socket.getOutputStream().write(bytes);
        socket.close();
      }
      default -> {
        int length =
            head.lines()
                .filter(line -> line.toLowerCase(Locale.ROOT).startsWith("content-length:"))
                .mapToInt(line -> Integer.parseInt(line.substring(15).strip()))
                .findFirst()
                .orElse(0);
        socket.getInputStream().readNBytes(length);
        RawService.write(socket, OK);
      }
    }
  }

  private static void breaking(Socket socket, String rest) throws IOException {
    RawService.write(socket, "HTTP/1.1 200 OK\r\n" + rest);
    socket.close();
  }

  private void waitForEnd(Socket socket) throws IOException {
    try (socket) {
      if (socket.getInputStream().read() < 0) {
        gone.countDown();
      }
    } catch (IOException e) {
      gone.countDown();
    }
  }

  private Socket connect() throws IOException {
    Socket socket =
        new Socket(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), proxy.address().getPort());
    socket.setSoTimeout(30_000); // no interruption ends a read
    return socket;
  }

  private String request(String method, String path, String headers) {
    return method
        + " "
        + proxy.address().getRawPath()
        + path
        + " HTTP/1.1\r\nHost: "
        + proxy.address().getAuthority()
        + "\r\n"
        + headers
        + "\r\n";
  }

  /** All that comes back, until the connection is closed. */
  private String ask(String method, String path, String headers) throws IOException {
    try (Socket socket = connect()) {
      RawService.write(socket, request(method, path, "Connection: close\r\n" + headers));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/short", "/short-chunks"})
  void answer_thatBreaksOff_isNeverComplete(String path) throws IOException {
    String answer = ask("GET", path, "");

    assertTrue(answer.contains("half"), answer);
    assertFalse(answer.endsWith("0\r\n\r\n"), answer);
    assertFalse(answer.contains("half") && answer.contains("ontent-Length: 4"), answer);
  }

  @Test
  void answer_none_isAProblemWorthTryingAgain() throws IOException {
    assertTrue(ask("GET", "/none", "").startsWith("HTTP/1.1 503 "));
  }

  @Test
  void answer_endedByTheConnection_isCompleteInChunks() throws IOException {
    String answer = ask("GET", "/until-closed", "");

    assertTrue(answer.contains("all of it") && answer.endsWith("0\r\n\r\n"), answer);
  }

  @Test
  void answer_headersOfTheConnectionAndCookies_stayBehind() throws IOException {
    String answer = ask("GET", "/hop", "").toLowerCase(Locale.ROOT);

    assertTrue(answer.contains("x-outer: 2"), answer);
    for (String header : List.of("x-inner", "keep-alive", "proxy-authenticate", "set-cookie")) {
      assertFalse(answer.contains(header), answer);
    }
  }

  @Test
  void request_headersThatConnectionNames_stayBehind() throws IOException {
    try (Socket socket = connect()) {
      RawService.write(
          socket, request("GET", "/x", "Connection: close, X-Mine\r\nX-Mine: 1\r\nX-Yours: 2\r\n"));
      socket.getInputStream().readAllBytes();
    }
    String seen = service.heads.getFirst();
    assertFalse(seen.contains("X-Mine"), seen);
    assertTrue(seen.contains("X-Yours: 2") && seen.contains("x-api-key: " + KEY), seen);
  }

  @Test
  void head_keepsTheLength() throws IOException {
    String answer = ask("HEAD", "/head", "").toLowerCase(Locale.ROOT);

    assertTrue(answer.contains("content-length: 1234") && answer.endsWith("\r\n\r\n"), answer);
  }

  @Test
  void trailers_arePassedOn() throws IOException {
    assertTrue(ask("GET", "/trailer", "").endsWith("0\r\nX-Sum: 7\r\n\r\n"));
  }

  @Test
  void interimAnswers_areSkipped() throws IOException {
    assertTrue(ask("GET", "/early", "").startsWith("HTTP/1.1 200 OK"));
  }

  @Test
  void redirect_withinTheApi_leadsHere() throws IOException {
    String answer = ask("GET", "/moved", "");

    assertTrue(answer.contains("ocation: " + proxy.address() + "/there\r\n"), answer);
  }

  @Test
  void stream_arrivesAsItIsSent_andEndsWithTheProgram() throws Exception {
    try (Socket socket = connect()) {
      RawService.write(socket, request("GET", "/stream", ""));
      assertTrue(RawService.head(socket.getInputStream()).contains("text/event-stream"));
      byte[] first = socket.getInputStream().readNBytes(12);
      assertEquals("9\r\ndata: 1\n\n", new String(first, StandardCharsets.US_ASCII));
    }
    assertTrue(gone.await(30, TimeUnit.SECONDS));
  }

  @Test
  void programGone_beforeTheAnswer_cancelsTheRequest() throws Exception {
    try (Socket socket = connect()) {
      RawService.write(socket, request("GET", "/hang", ""));
      while (service.heads.isEmpty()) {
        Thread.sleep(5);
      }
    }
    assertTrue(gone.await(30, TimeUnit.SECONDS));
  }

  @Test
  void webSocket_isATunnel() throws Exception {
    try (Socket socket = connect()) {
      RawService.write(
          socket, request("GET", "/socket", "Connection: Upgrade\r\nUpgrade: websocket\r\n"));
      InputStream in = socket.getInputStream();
      String head = RawService.head(in);
      assertTrue(head.startsWith("HTTP/1.1 101 "), head);
      assertEquals("hello", new String(in.readNBytes(5), StandardCharsets.US_ASCII));
      RawService.write(socket, "ping");
      assertEquals("ping", new String(in.readAllBytes(), StandardCharsets.US_ASCII));
    }
    assertTrue(service.heads.getFirst().contains("x-api-key: " + KEY));
  }

  @Test
  void upgrade_toAnotherProtocol_isNone() throws IOException {
    ask("GET", "/x", "Upgrade: h2c\r\nHTTP2-Settings: AA\r\n");

    assertFalse(service.heads.getFirst().toLowerCase(Locale.ROOT).contains("upgrade"));
  }

  @Test
  void map_sendsEachPathToItsOwnService() throws IOException {
    ask("GET", "/second/x?q=1", "");
    ask("GET", "/secondary", "");

    assertTrue(service.heads.get(0).startsWith("GET /v1/x?q=1 "), service.heads.get(0));
    assertTrue(service.heads.get(0).contains("x-api-key: sk-of-another"));
    assertTrue(service.heads.get(1).startsWith("GET /v1/secondary "), service.heads.get(1));
    assertTrue(service.heads.get(1).contains("x-api-key: " + KEY));
  }

  @ParameterizedTest
  @CsvSource({
    "GET,/open/x,200",
    "POST,/open/x,403",
    "GET,/closed,403",
    "GET,/open/..;/closed,403",
    "GET,/open%2f..%2fclosed,403",
    "GET,/open/%252e%252e/closed,403",
    "GET,/open/%00,403",
  })
  void allow_everythingElseIsRefused(String method, String path, int status) throws IOException {
    proxy.close();
    serve(AccessRules.parse(List.of("GET:/open/**")));

    assertTrue(ask(method, path, "").startsWith("HTTP/1.1 " + status + " "));
    assertEquals(status == 200 ? 1 : 0, service.heads.size());
  }

  @Test
  void log_hasNeitherSecretNorQuery() throws IOException {
    ask("GET", "/x?token=hush", "Authorization: Bearer hush\r\n");
    try (Socket socket = connect()) {
      RawService.write(
          socket,
          "GET /guess/hush HTTP/1.1\r\nHost: " + proxy.address().getAuthority() + "\r\n\r\n");
      socket.getInputStream().readAllBytes();
    }
    proxy.close();

    assertEquals(2, log.size(), log::toString);
    assertTrue(log.get(0).matches("1970-01-01T00:00:00Z acme\\S* GET /x 200 2 \\d+ms"), log.get(0));
    assertEquals("1970-01-01T00:00:00Z - GET - 403 not admitted", log.get(1));
  }

  @Test
  void rejectedKey_isSaidAsTheCommandLineDoes() throws IOException {
    String answer = ask("GET", "/refused", "");

    assertTrue(answer.startsWith("HTTP/1.1 401 ") && answer.contains("invalid_credential"), answer);
    assertEquals(1, service.heads.size());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Length: 1\r\nContent-Length: 2\r\n",
        "Transfer-Encoding: gzip, chunked\r\n",
        "Content-Length: +1\r\n",
      })
  void request_withAnAmbiguousEnd_isRefused(String headers) throws IOException {
    String answer = ask("POST", "/x", headers);

    assertTrue(answer.startsWith("HTTP/1.1 4") || answer.startsWith("HTTP/1.1 5"), answer);
    assertEquals(0, service.heads.size());
  }

  @Test
  void headers_beyondTheLimit_areRefused() throws IOException {
    String answer = ask("GET", "/x", "X-Large: " + "a".repeat(40_000) + "\r\n");

    assertTrue(answer.startsWith("HTTP/1.1 431 "), answer);
  }

  @Test
  void pipelinedRequests_areAnsweredInTurn() throws IOException {
    try (Socket socket = connect()) {
      String one = request("GET", "/x", "");
      RawService.write(socket, one.repeat(20) + request("GET", "/x", "Connection: close\r\n"));
      String answers = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertEquals(21, answers.split("HTTP/1.1 200 OK", -1).length - 1);
    }
  }

  @Test
  void uploads_moreThanMayBeKept_allArrive() throws Exception {
    byte[] body = new byte[Limits.REPEATABLE];
    List<Thread> programs =
        IntStream.range(0, 64)
            .mapToObj(
                number ->
                    Thread.ofVirtual()
                        .start(
                            () -> {
                              try (Socket socket = connect()) {
                                RawService.write(
                                    socket,
                                    request(
                                        "POST",
                                        "/upload",
                                        "Connection: close\r\nContent-Length: "
                                            + body.length
                                            + "\r\n"));
                                socket.getOutputStream().write(body);
                                String answer =
                                    new String(
                                        socket.getInputStream().readAllBytes(),
                                        StandardCharsets.UTF_8);
                                log.add("answer " + answer.startsWith("HTTP/1.1 200"));
                              } catch (IOException e) {
                                log.add("answer " + e.getMessage());
                              }
                            }))
            .toList();
    for (Thread program : programs) {
      program.join();
    }
    assertEquals(64, log.stream().filter(line -> line.equals("answer true")).count());
  }
}
