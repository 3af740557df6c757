package dev.keyfob.auth.api.internal.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.spi.BoundedHttp;
import dev.keyfob.auth.testkit.HttpStub;
import dev.keyfob.auth.testkit.HttpStub.Reply;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SocksRelayTests {
  private static final String SERVICE = "http://api.example";

  private final HttpStub service =
      HttpStub.start(request -> Reply.json(200, request.method() + " " + request.body()));
  private SocksServer socks = start();

  private SocksServer start() {
    try {
      return SocksServer.to(service.uri("").getPort());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @AfterEach
  void stop() throws IOException {
    socks.close();
    service.close();
  }

  private Map<String, String> environment(String scheme, String person) {
    return Map.of("ALL_PROXY", scheme + "://" + person + "127.0.0.1:" + socks.port());
  }

  private String send(Map<String, String> environment, HttpRequest request) {
    try (LazyHttpClient client = new LazyHttpClient(() -> HttpClients.create(environment))) {
      return new String(
          new BoundedHttp(client).send(request, Duration.ofMinutes(1)).body(),
          StandardCharsets.UTF_8);
    }
  }

  private static HttpRequest get(String uri) {
    return HttpRequest.newBuilder(URI.create(uri)).build();
  }

  @Test
  void send_plainHttp_goesThroughAndTheProxyLooksTheNameUp() {
    assertEquals("GET ", send(environment("socks5h", ""), get(SERVICE + "/me?x=1")));
    assertEquals(List.of("name api.example:80"), socks.asked());
    HttpStub.Request seen = service.requests().getFirst();
    assertEquals("/me", seen.path());
    assertEquals("x=1", seen.query());
    assertEquals("api.example", seen.headers().get("host"));
    assertFalse(seen.headers().containsKey("proxy-authorization"), seen.headers().toString());
  }

  @Test
  void send_bodyOfSomeSize_arrivesWhole() {
    String text = "x".repeat(300_000);
    HttpRequest post =
        HttpRequest.newBuilder(URI.create(SERVICE)).POST(BodyPublishers.ofString(text)).build();
    assertEquals("POST " + text, send(environment("socks5h", ""), post));
  }

  @Test
  void send_socks5_looksTheNameUpHere() {
    send(environment("socks5", ""), get("http://192.0.2.7:81/"));
    assertEquals(List.of("ip 192.0.2.7:81"), socks.asked());
    send(environment("socks5h", ""), get("http://[2001:db8::5]/"));
    assertEquals("ip6 2001:db8:0:0:0:0:0:5:80", socks.asked().getLast());
    assertFails("the host name is unknown here", environment("socks5", ""), "http://no.invalid/");
  }

  @Test
  void send_userAndPassword_areToldToTheProxyAlone() {
    socks.wanting("ada:s+3c:ret");
    send(environment("socks5h", "ada:s%2B3c%3Aret@"), get(SERVICE));
    assertEquals(List.of("name api.example:80"), socks.asked());
  }

  /** What answers speaks no TLS: that shows that it was asked to. */
  @Test
  void send_https_speaksTlsThroughATunnel() throws IOException {
    try (ServerSocket garbled = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        SocksServer proxy = SocksServer.to(garbled.getLocalPort())) {
      Thread.ofVirtual().start(() -> answerRubbish(garbled));
      Map<String, String> environment =
          Map.of("https_proxy", "socks5h://127.0.0.1:" + proxy.port());
      assertFails("the TLS connection failed", environment, "https://api.example/");
      assertEquals("name api.example:443", proxy.asked().getFirst());
    }
  }

  private static void answerRubbish(ServerSocket server) {
    while (!server.isClosed()) {
      try (Socket client = server.accept()) {
        client.getOutputStream().write("no TLS here\n".getBytes(StandardCharsets.US_ASCII));
      } catch (IOException e) {
        // closed
      }
    }
  }

  @Test
  void relay_tunnel_passesBytesBothWays() throws IOException {
    ProxyServer server = EnvironmentProxy.of(environment("socks5h", "")).servers().getFirst();
    try (SocksRelay relay = SocksRelay.start(server)) {
      String pair = "keyfob:" + new String(relay.credentials().getPassword());
      String known = Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.US_ASCII));
      String answer =
          ask(
              relay.address(),
              "Proxy-Authorization: Basic "
                  + known
                  + "\r\n\r\nGET /inside HTTP/1.1\r\nHost: api.example\r\nConnection: close\r\n");
      assertTrue(answer.startsWith("HTTP/1.1 200 Connected\r\n\r\nHTTP/1.1 200 "), answer);
      assertEquals("/inside", service.requests().getFirst().path());
    }
  }

  @Test
  void send_wrongPassword_isSaidAndNotTriedAgain() {
    socks.wanting("ada:secret");
    AuthException failure =
        assertFails("does not accept the user name", environment("socks5h", "ada:x@"), SERVICE);
    assertFalse(failure.retryable());
    assertEquals(
        "export ALL_PROXY=socks5h://USER:PASSWORD@HOST:PORT", failure.hint().orElseThrow());
    assertFails("wants a user name and a password", environment("socks5h", ""), SERVICE);
  }

  @ParameterizedTest
  @CsvSource({
    "2, http, does not allow this connection",
    "4, https, does not reach the host",
    "5, http, the host refused the proxy's connection",
    "1, https, the proxy failed"
  })
  void send_proxyRefuses_namesProxyAddressVariableAndReason(int code, String scheme, String why) {
    socks.replying(code);
    AuthException failure =
        assertFails(why, environment("socks5h", ""), scheme + "://api.example/");
    assertTrue(failure.retryable());
    assertTrue(
        failure
            .getMessage()
            .contains(
                "Cannot reach "
                    + scheme
                    + "://api.example through the SOCKS proxy 127.0.0.1:"
                    + socks.port()
                    + " (ALL_PROXY): "),
        failure.getMessage());
  }

  @Test
  void send_nobodyListens_isSaid() throws IOException {
    socks.close();
    assertFails("the proxy refused the connection", environment("socks5h", ""), SERVICE);
  }

  @Test
  void send_noSocksProxy_isSaid() throws IOException {
    try (ServerSocket garbled = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
      Thread.ofVirtual().start(() -> answerRubbish(garbled));
      Map<String, String> wrong =
          Map.of("ALL_PROXY", "socks5h://127.0.0.1:" + garbled.getLocalPort());
      assertFails("what answers is no SOCKS5 proxy", wrong, SERVICE);
    }
  }

  @Test
  void relay_strangerWithoutTheSecret_getsNothingThrough() throws IOException {
    ProxyServer server = EnvironmentProxy.of(environment("socks5h", "")).servers().getFirst();
    try (SocksRelay relay = SocksRelay.start(server)) {
      for (String credentials : List.of("", "Proxy-Authorization: Basic a2V5Zm9iOg==\r\n")) {
        String answer = ask(relay.address(), credentials);
        assertTrue(answer.startsWith("HTTP/1.1 407 "), answer);
      }
      assertEquals(List.of(), socks.asked());
      assertTrue(relay.address().getAddress().isLoopbackAddress());
    }
  }

  private static String ask(InetSocketAddress relay, String headers) throws IOException {
    try (Socket socket = new Socket(relay.getAddress(), relay.getPort())) {
      socket
          .getOutputStream()
          .write(
              ("CONNECT api.example:443 HTTP/1.1\r\n" + headers + "\r\n")
                  .getBytes(StandardCharsets.US_ASCII));
      socket.shutdownOutput();
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    }
  }

  @Test
  void relay_afterItsClientIsClosed_isClosed() throws IOException {
    EnvironmentProxy proxies = EnvironmentProxy.of(environment("socks5h", ""));
    InetSocketAddress relay =
        (InetSocketAddress) proxies.select(URI.create(SERVICE)).getFirst().address();
    proxies.close();
    assertThrows(IOException.class, () -> ask(relay, ""));
  }

  private AuthException assertFails(String why, Map<String, String> environment, String uri) {
    AuthException failure = assertThrows(AuthException.class, () -> send(environment, get(uri)));
    assertTrue(failure.getMessage().contains(why), failure.getMessage());
    assertFalse(failure.getMessage().contains("s+3c"), failure.getMessage());
    return failure;
  }
}
