package dev.keyfob.auth.api.internal.renew;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.keyfob.auth.api.internal.TestAccount;
import dev.keyfob.auth.api.spi.AccountLock;
import dev.keyfob.auth.api.spi.BoundedHttp;
import dev.keyfob.auth.testkit.HttpStub;
import dev.keyfob.auth.testkit.HttpStub.Reply;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SpendingLockTests {
  private final HttpStub service = HttpStub.start(request -> Reply.json(200, "{}"));
  private final HttpClient client = HttpClient.newHttpClient();

  @AfterEach
  void stop() {
    client.close();
    service.close();
  }

  @Test
  void send_withinTheLease_goesOut() {
    send(Duration.ofSeconds(30));
    assertEquals(1, service.requests().size());
  }

  /** As after a minute in which the process was stopped: somebody else may have renewed by now. */
  @Test
  void send_leaseHasEnded_sendsNothingAndLosesTheLock() {
    assertThrows(SpendingLock.Lost.class, () -> send(Duration.ZERO));
    assertEquals(List.of(), service.requests());
  }

  private void send(Duration left) {
    TestAccount acme = new TestAccount().http(new BoundedHttp(() -> client));
    new SpendingLock(new Lease(left), acme.account())
        .context()
        .http()
        .send(HttpRequest.newBuilder(service.uri("/token")).build(), Duration.ofMinutes(1));
  }

  private record Lease(Duration left) implements AccountLock {
    @Override
    public Optional<Duration> remaining() {
      return Optional.of(left);
    }

    @Override
    public void close() {
      // it ends by itself
    }
  }
}
