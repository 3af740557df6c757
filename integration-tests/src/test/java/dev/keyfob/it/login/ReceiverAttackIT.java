package dev.keyfob.it.login;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.keyfob.auth.testkit.HttpStub.Reply;
import dev.keyfob.auth.testkit.RawClient;
import dev.keyfob.it.login.Visitor.Waiting;
import dev.keyfob.it.process.Result;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Attacks on the port of a login that really waits; each time the real answer must still work. */
class ReceiverAttackIT {
  private Visitor visitor;

  @BeforeEach
  void moveIn(@TempDir Path home) {
    visitor = Visitor.at(home);
  }

  @AfterEach
  void moveOut() {
    visitor.close();
  }

  /** The answer to a GET, as a browser sends it. */
  private static String get(URI address) throws IOException {
    return RawClient.exchange(
        address,
        "GET",
        address.getRawPath() + (address.getRawQuery() == null ? "" : "?" + address.getRawQuery()),
        address.getAuthority(),
        "");
  }

  private static CompletableFuture<String> browse(URI address) {
    CompletableFuture<String> page = new CompletableFuture<>();
    Thread.ofVirtual()
        .start(
            () -> {
              try {
                page.complete(get(address));
              } catch (IOException e) {
                page.completeExceptionally(e);
              }
            });
    return page.orTimeout(30, TimeUnit.SECONDS);
  }

  private static int status(String answer) {
    return answer.startsWith("HTTP/1.1 ") ? Integer.parseInt(answer.substring(9, 12)) : 0;
  }

  /** The real answer comes, and is the only one that counts. */
  private void assertStillWorks(Waiting login) throws IOException {
    String page = get(visitor.idp().consent(login.address()));
    Result result = login.result();
    assertEquals(0, result.exitCode(), result::toString);
    assertEquals(200, status(page), page);
    assertTrue(page.contains("You are logged in"), page);
    assertTrue(visitor.isLoggedIn());
    assertEquals(1, visitor.idp().tokenRequests());
    assertPortIsClosed(login);
  }

  private static void assertPortIsClosed(Waiting login) {
    assertThrows(ConnectException.class, () -> new RawClient(login.redirectUri()).close());
  }

  @Nested
  class Forgeries {
    @Test
    void requests_ofStrangers_areRefusedAndGrantedNothing() throws IOException {
      try (Waiting login = visitor.login()) {
        URI genuine = visitor.idp().consent(login.address());
        String target = genuine.getRawPath() + "?" + genuine.getRawQuery();
        String host = login.redirectUri().getAuthority();
        record Attack(int status, String method, String target, String host, String header) {}
        List<Attack> attacks =
            List.of(
                new Attack(403, "GET", target, "evil.example", ""),
                new Attack(403, "GET", target, "localhost:" + login.redirectUri().getPort(), ""),
                new Attack(403, "GET", target, "", ""),
                new Attack(403, "GET", target, host, "Host: " + host + "\r\n"),
                new Attack(403, "GET", target, host, "Origin: https://evil.example\r\n"),
                new Attack(405, "POST", target, host, "Content-Length: 0\r\n"),
                new Attack(405, "OPTIONS", target, host, ""),
                new Attack(
                    403,
                    "OPTIONS",
                    target,
                    host,
                    "Origin: https://evil.example\r\nAccess-Control-Request-Method: GET\r\n"),
                new Attack(404, "GET", "/", host, ""),
                new Attack(404, "GET", "/favicon.ico", host, ""),
                new Attack(404, "GET", "/callback/../callback?" + genuine.getRawQuery(), host, ""),
                new Attack(400, "GET", "/callback", host, ""),
                new Attack(400, "GET", "/callback?code=stolen&state=forged", host, ""),
                new Attack(400, "GET", "/callback?code=stolen", host, ""),
                new Attack(400, "GET", "/callback?error=access_denied&state=forged", host, ""),
                new Attack(400, "GET", target + "&code=another", host, ""),
                new Attack(400, "GET", target + "&state=another", host, ""),
                new Attack(400, "GET", "http://" + host + target, host, ""));
        for (Attack attack : attacks) {
          String answer =
              RawClient.exchange(
                  login.redirectUri(), attack.method, attack.target, attack.host, attack.header);
          assertEquals(attack.status, status(answer), () -> attack + "\n" + answer);
          assertFalse(
              answer.toLowerCase(Locale.ROOT).contains("access-control-"),
              () -> attack + "\n" + answer);
          assertFalse(answer.contains("code-"), () -> attack + "\n" + answer);
        }
        assertEquals(0, visitor.idp().tokenRequests());
        String page = get(genuine);
        assertEquals(200, status(page), page);
        assertEquals(0, login.result().exitCode());
        assertEquals(1, visitor.idp().tokenRequests());
      }
    }

    @Test
    void errorDescription_withScript_isEscapedAndClean() throws IOException {
      try (Waiting login = visitor.login("--json")) {
        String declined = visitor.idp().decline(login.address()).toString();
        String page =
            get(
                URI.create(
                    declined
                        + "&error_description="
                        + "%3Cscript%3Ealert(1)%3C/script%3E%1B]52;c;aGk=%07"));
        assertEquals(400, status(page), page);
        assertFalse(page.contains("<script"), page);
        assertTrue(page.contains("&lt;script&gt;"), page);
        assertTrue(page.contains("Content-Security-Policy: default-src 'none'"), page);
        Result result = login.result();
        assertEquals(3, result.exitCode(), result::toString);
        assertFalse(result.stderr().contains("\u001b"), result::toString);
        assertFalse(visitor.isLoggedIn());
      }
    }

    @Test
    void answer_twice_redeemsOneCode() throws Exception {
      CountDownLatch secondSeen = new CountDownLatch(1);
      CountDownLatch asked = new CountDownLatch(1);
      visitor
          .idp()
          .answering(
              "/token",
              request -> {
                asked.countDown();
                await(secondSeen);
                return null;
              });
      try (Waiting login = visitor.login()) {
        URI genuine = visitor.idp().consent(login.address());
        CompletableFuture<String> first = browse(genuine);
        await(asked);
        assertEquals(409, status(get(genuine)));
        secondSeen.countDown();
        assertEquals(200, status(first.get()));
        assertEquals(0, login.result().exitCode());
        assertEquals(1, visitor.idp().tokenRequests());
      }
    }

    private static void await(CountDownLatch latch) {
      try {
        assertTrue(latch.await(30, TimeUnit.SECONDS));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new AssertionError(e);
      }
    }
  }

  @Nested
  class Floods {
    @Test
    void connections_aThousandWithSlowOnesAndBrokenOnes_doNotDelayTheRealOne() throws IOException {
      List<RawClient> open = new ArrayList<>();
      try (Waiting login = visitor.login()) {
        open.add(new RawClient(login.redirectUri())); // as browsers connect ahead
        for (int i = 0; i < 100; i++) {
          new RawClient(login.redirectUri()).send("GET /callback").reset();
        }
        for (int i = 0; i < 1000; i++) {
          open.add(new RawClient(login.redirectUri()).send("GET /callback?code=" + i));
        }
        for (RawClient slow : open.subList(900, 1000)) {
          slow.send("&x");
        }
        assertRefused(login, "GET /callback?state=" + "a".repeat(1 << 20) + " HTTP/1.1\r\n\r\n");
        assertStillWorks(login);
      } finally {
        for (RawClient client : open) {
          client.close();
        }
      }
    }

    private static void assertRefused(Waiting login, String request) {
      String answer = "";
      try (RawClient client = new RawClient(login.redirectUri())) {
        answer = client.send(request).receive();
      } catch (IOException e) {
        // cut off while it was still sending: as good an answer
      }
      assertFalse(answer.contains("200 OK"), answer);
    }

    @Test
    void connection_keptOpenByTheBrowser_doesNotHoldTheProgram() throws IOException {
      try (Waiting login = visitor.login();
          RawClient browser = new RawClient(login.redirectUri())) {
        URI genuine = visitor.idp().consent(login.address());
        browser.send(
            "GET %s?%s HTTP/1.1\r\nHost: %s\r\nConnection: keep-alive\r\n\r\n"
                .formatted(genuine.getRawPath(), genuine.getRawQuery(), genuine.getRawAuthority()));
        assertEquals(0, login.result().exitCode());
        assertEquals(200, status(browser.receive()));
      }
    }
  }

  @Nested
  class Endings {
    @Test
    void port_afterAFailure_isClosedAndThePageSaysSo() throws IOException {
      visitor
          .idp()
          .answering("/token", request -> Reply.json(400, "{\"error\":\"invalid_grant\"}"));
      try (Waiting login = visitor.login()) {
        String page = get(visitor.idp().consent(login.address()));
        Result result = login.result();
        assertEquals(3, result.exitCode(), result::toString);
        assertEquals(400, status(page), page);
        assertTrue(page.contains("That did not work"), page);
        assertFalse(page.contains("You are logged in"), page);
        assertPortIsClosed(login);
      }
    }

    @Test
    void port_afterATimeout_isClosed() {
      try (Waiting login = visitor.login("--timeout", "1s")) {
        assertEquals(4, login.result().exitCode());
        assertPortIsClosed(login);
      }
    }

    @Test
    void port_afterAnInterrupt_isClosedAndTheExitCodeSaysSo() throws IOException {
      try (Waiting login = visitor.login()) {
        new ProcessBuilder("kill", "-INT", String.valueOf(login.running().handle().pid())).start();
        assertEquals(130, login.result().exitCode());
        assertPortIsClosed(login);
        assertFalse(visitor.isLoggedIn());
      }
    }
  }
}
