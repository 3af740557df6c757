package dev.keyfob.auth.oauth.loopback;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.keyfob.auth.api.AccountKey;
import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.ServiceProfile;
import dev.keyfob.auth.testkit.RawClient;
import dev.keyfob.auth.testkit.TestProfiles;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Attacks on the real receiver, each of which must leave the real login unharmed. */
class LoopbackReceiverTests {
  private static final String STATE = "expected-state";
  private static final String GENUINE = "/callback?code=c1&state=" + STATE;
  private static final Duration LONG = Duration.ofSeconds(30);

  private final CallbackPage page = new CallbackPage("Acme");
  private final LoopbackReceiver receiver = receiver("{}");
  private final URI address = receiver.redirectUri();
  private final String host = address.getRawAuthority();

  private LoopbackReceiver receiver(String oauth) {
    ServiceProfile profile = TestProfiles.acme("{'oauth':" + oauth + "}");
    return LoopbackReceiver.open(
        LoopbackAddress.bind(profile, AccountKey.of("acme"), OptionalInt.empty()),
        "/callback",
        STATE,
        page);
  }

  @AfterEach
  void close() {
    receiver.close();
  }

  private String get(String target) throws IOException {
    return RawClient.exchange(address, "GET", target, host, "");
  }

  private static int status(String answer) {
    return Integer.parseInt(answer.split(" ", 3)[1]);
  }

  /** The genuine answer arrives, and its browser is told that the login has worked. */
  private void assertStillWorks() {
    CompletableFuture<String> shown =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return get(GENUINE);
              } catch (IOException e) {
                throw new AssertionError(e);
              }
            },
            task -> Thread.ofVirtual().start(task));
    Callback callback = receiver.await(LONG).orElseThrow();
    assertEquals("c1", callback.response().parameters().get("code"));
    callback.reply(page.success());
    assertEquals(200, status(shown.orTimeout(30, TimeUnit.SECONDS).join()));
  }

  @Nested
  class Binding {
    @Test
    void bind_always_onlyTheLoopbackInterface() throws IOException {
      assertTrue(InetAddress.getByName(address.getHost()).isLoopbackAddress());
      assertEquals("127.0.0.1", address.getHost());
      for (NetworkInterface network : Collections.list(NetworkInterface.getNetworkInterfaces())) {
        for (InetAddress other : Collections.list(network.getInetAddresses())) {
          if (!other.isLoopbackAddress()) {
            assertThrows(
                IOException.class,
                () -> new Socket(other, address.getPort()).close(),
                other.toString());
          }
        }
      }
    }

    @Test
    void bind_ipv6Wanted_isTheIpv6Loopback() {
      try (LoopbackReceiver six = receiver("{'redirectHost':'::1'}")) {
        assertEquals("[::1]", six.redirectUri().getHost());
      }
    }

    @Test
    void bind_localhostWanted_isNamedSoInTheRedirect() {
      try (LoopbackReceiver named = receiver("{'redirectHost':'localhost'}")) {
        assertEquals("localhost", named.redirectUri().getHost());
      }
    }

    @Test
    void bind_hostElsewhere_isRefused() {
      AuthException.Misconfigured e =
          assertThrows(
              AuthException.Misconfigured.class, () -> receiver("{'redirectHost':'0.0.0.0'}"));
      assertTrue(e.getMessage().contains("not on this machine"), e.getMessage());
    }

    @Test
    void bind_firstPortTaken_isTheNext() throws IOException {
      int next;
      try (ServerSocket free = listen()) {
        next = free.getLocalPort();
      }
      try (ServerSocket taken = listen()) {
        try (LoopbackReceiver second =
            receiver("{'redirectPorts':[" + taken.getLocalPort() + "," + next + "]}")) {
          assertEquals(next, second.redirectUri().getPort());
        }
      }
    }

    @Test
    void bind_allPortsTaken_namesThem() throws IOException {
      try (ServerSocket one = listen();
          ServerSocket two = listen()) {
        String ports = one.getLocalPort() + ", " + two.getLocalPort();
        AuthException e =
            assertThrows(
                AuthException.Misconfigured.class,
                () -> receiver("{'redirectPorts':[" + ports + "]}"));
        assertTrue(e.getMessage().contains(ports), e.getMessage());
        assertTrue(e.hint().isPresent());
      }
    }

    private static ServerSocket listen() throws IOException {
      ServerSocket socket = new ServerSocket();
      socket.bind(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), 0));
      return socket;
    }
  }

  @Nested
  class StrayRequests {
    @ParameterizedTest
    @ValueSource(
        strings = {"evil.test", "evil.test:80", "localhost", "127.0.0.1", "127.0.0.1:1", ""})
    void request_foreignHost_is403(String foreign) throws IOException {
      assertEquals(403, status(RawClient.exchange(address, "GET", GENUINE, foreign, "")));
      assertStillWorks();
    }

    @Test
    void request_twoHosts_is403() throws IOException {
      assertEquals(
          403, status(RawClient.exchange(address, "GET", GENUINE, host, "Host: evil.test\r\n")));
      assertStillWorks();
    }

    @Test
    void request_originOfAPage_is403AndGrantsNothing() throws IOException {
      String answer =
          RawClient.exchange(address, "GET", GENUINE, host, "Origin: https://evil.test\r\n");
      assertEquals(403, status(answer));
      assertFalse(answer.contains("Access-Control"), answer);
      assertStillWorks();
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "OPTIONS", "HEAD", "PUT", "get"})
    void request_otherMethod_is405(String method) throws IOException {
      String answer = RawClient.exchange(address, method, GENUINE, host, "");
      assertEquals(405, status(answer));
      assertTrue(answer.contains("\r\nAllow: GET\r\n"), answer);
      assertStillWorks();
    }

    @ParameterizedTest
    @ValueSource(
        strings = {"/", "/favicon.ico", "/callback/", "/Callback", "/callback%2F", "//callback"})
    void request_otherPath_is404(String path) throws IOException {
      assertEquals(404, status(get(path + "?code=c1&state=" + STATE)));
      assertStillWorks();
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "/callback",
          "/callback?code=c1",
          "/callback?code=c1&state=",
          "/callback?code=c1&state=wrong",
          "/callback?code=c1&state=expected-stat",
          "/callback?error=access_denied&state=wrong",
          "/callback?code=c1&code=c2&state=expected-state",
          "/callback?code=c1&state=expected-state&state=expected-state",
          "/callback?code=%zz&state=expected-state",
        })
    void request_forgedAnswer_is400(String target) throws IOException {
      assertEquals(400, status(get(target)));
      assertStillWorks();
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "\r\n\r\n",
          "GET\r\n\r\n",
          "GET http://127.0.0.1/callback HTTP/1.1\r\n\r\n",
          "GET /callback HTTP/2\r\n\r\n",
          "GET /callback HTTP/1.1\r\nno colon\r\n\r\n",
          "\u0016\u0003\u0001 tls\r\n\r\n",
        })
    void request_noHttp_is400(String bytes) throws IOException {
      try (RawClient client = new RawClient(address)) {
        assertEquals(400, status(client.send(bytes).receive()));
      }
      assertStillWorks();
    }

    @Test
    void answer_always_isLockedDown() throws IOException {
      String answer = get("/favicon.ico");
      assertTrue(answer.contains("\r\nContent-Security-Policy: default-src 'none';"), answer);
      assertTrue(answer.contains("\r\nCache-Control: no-store\r\n"), answer);
      assertTrue(answer.contains("\r\nReferrer-Policy: no-referrer\r\n"), answer);
      assertTrue(answer.contains("\r\nX-Content-Type-Options: nosniff\r\n"), answer);
      assertTrue(answer.contains("\r\nConnection: close\r\n"), answer);
    }
  }

  @Nested
  class Floods {
    @Test
    void connections_idleOnes_doNotDelayTheRealOne() throws IOException {
      try (RawClient _ = new RawClient(address);
          RawClient half = new RawClient(address)) {
        half.send("GET /call");
        assertStillWorks();
      }
    }

    @Test
    void connections_reset_doNotMatter() throws IOException {
      for (int i = 0; i < 20; i++) {
        new RawClient(address).send("GET /callback").reset();
      }
      assertStillWorks();
    }

    @Test
    void connections_aThousand_areBoundedAndTheRealOneWorks() throws IOException {
      List<RawClient> flood = new ArrayList<>();
      try {
        for (int i = 0; i < 1000; i++) {
          flood.add(new RawClient(address).send("GET /slow"));
        }
        assertStillWorks();
        // The oldest had to go: the connection ends without an answer.
        assertEquals("", endOf(flood.getFirst()));
      } finally {
        for (RawClient client : flood) {
          client.close();
        }
      }
    }

    private static String endOf(RawClient client) {
      try {
        return client.receive();
      } catch (IOException e) {
        return ""; // a reset is an end as well
      }
    }

    @Test
    void request_queryOfAMegabyte_isRefusedAndTheRealOneWorks() throws IOException {
      try (RawClient client = new RawClient(address)) {
        String answer = "";
        try {
          client.send("GET /callback?state=" + "a".repeat(1 << 20) + " HTTP/1.1\r\n\r\n");
          answer = client.receive();
        } catch (IOException e) {
          // cut off while it was still sending: as good an answer
        }
        assertFalse(answer.contains("200 OK"), answer);
      }
      assertStillWorks();
    }

    @Test
    void request_longButSensible_works() throws IOException {
      String cookies = "Cookie: c=" + "x".repeat(20_000) + "\r\n";
      CompletableFuture<String> shown = new CompletableFuture<>();
      Thread.ofVirtual()
          .start(
              () -> {
                try {
                  shown.complete(RawClient.exchange(address, "GET", GENUINE, host, cookies));
                } catch (IOException e) {
                  shown.completeExceptionally(e);
                }
              });
      receiver.await(LONG).orElseThrow().reply(page.success());
      assertEquals(200, status(shown.orTimeout(30, TimeUnit.SECONDS).join()));
    }

    @Test
    void head_sentByteByByte_isReadToTheEndAndNoFurther() throws IOException {
      try (RawClient client = new RawClient(address)) {
        for (byte b :
            ("GET /x HTTP/1.1\r\nHost: " + host + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII)) {
          client.send(String.valueOf((char) b));
        }
        assertEquals(404, status(client.receive()));
      }
    }
  }

  @Nested
  class Ending {
    @Test
    void await_nothingComes_isEmptyAndThePortCloses() {
      assertEquals(Optional.empty(), receiver.await(Duration.ofMillis(20)));
      receiver.close();
      assertThrows(ConnectException.class, () -> new RawClient(address).close());
    }

    @Test
    void close_afterSuccess_portIsClosed() {
      assertStillWorks();
      receiver.close();
      assertThrows(ConnectException.class, () -> new RawClient(address).close());
    }

    @Test
    void await_interrupted_isCancelled() throws InterruptedException {
      CompletableFuture<Throwable> thrown = new CompletableFuture<>();
      Thread waiting =
          Thread.ofVirtual()
              .start(
                  () -> {
                    try {
                      receiver.await(LONG);
                      thrown.complete(new AssertionError("it came back"));
                    } catch (AuthException e) {
                      thrown.complete(e);
                    }
                  });
      waiting.interrupt();
      waiting.join();
      assertTrue(thrown.join() instanceof AuthException.Cancelled);
    }

    @Test
    void close_browserStillWaits_isToldThatItFailed() throws IOException {
      try (RawClient browser = new RawClient(address)) {
        browser.send("GET " + GENUINE + " HTTP/1.1\r\nHost: " + host + "\r\n\r\n");
        assertTrue(receiver.await(LONG).isPresent());
        receiver.close();
        String answer = browser.receive();
        assertEquals(400, status(answer));
        assertFalse(answer.contains("You are logged in"), answer);
      }
    }

    @Test
    void answer_secondGenuineOne_is409AndCountsForNothing() throws IOException {
      try (RawClient first = new RawClient(address)) {
        first.send("GET " + GENUINE + " HTTP/1.1\r\nHost: " + host + "\r\n\r\n");
        Callback callback = receiver.await(LONG).orElseThrow();
        assertEquals(409, status(get("/callback?code=c2&state=" + STATE)));
        assertEquals("c1", callback.response().parameters().get("code"));
        callback.reply(page.success());
        assertEquals(200, status(first.receive()));
      }
    }

    @Test
    void reply_browserHasGone_doesNotWaitForIt() throws IOException {
      RawClient browser = new RawClient(address);
      browser.send("GET " + GENUINE + " HTTP/1.1\r\nHost: " + host + "\r\n\r\n");
      Callback callback = receiver.await(LONG).orElseThrow();
      browser.reset();
      callback.reply(page.success());
    }

    @Test
    void close_twice_isHarmless() {
      receiver.close();
      receiver.close();
    }

    @Test
    void requests_duringClose_crashNothing() throws Exception {
      List<Thread> browsers = new ArrayList<>();
      for (int i = 0; i < 50; i++) {
        browsers.add(
            Thread.ofVirtual()
                .start(
                    () -> {
                      try (RawClient client = new RawClient(address)) {
                        client.send("GET " + GENUINE + " HTTP/1.1\r\nHost: " + host + "\r\n\r\n");
                        client.receive();
                      } catch (IOException e) {
                        // refused or reset: the port is closing
                      }
                    }));
      }
      receiver.close();
      for (Thread browser : browsers) {
        assertTrue(browser.join(Duration.ofSeconds(30)));
      }
    }
  }
}
