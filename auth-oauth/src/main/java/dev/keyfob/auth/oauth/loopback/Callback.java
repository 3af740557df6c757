package dev.keyfob.auth.oauth.loopback;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The genuine answer, and the connection of the browser that sent it. The browser waits until the
 * login has succeeded or failed, so that the page shows the real result.
 */
public final class Callback {
  private static final Duration DELIVERY_LIMIT = Duration.ofSeconds(2);
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final AuthorizationResponse response;
  private final CompletableFuture<byte[]> reply = new CompletableFuture<>();
  private final CountDownLatch delivered = new CountDownLatch(1);

  Callback(AuthorizationResponse response) {
    this.response = response;
  }

  public AuthorizationResponse response() {
    return response;
  }

  /** Answers the browser, if nobody has yet. */
  void answer(byte[] page) {
    reply.complete(page);
  }

  /** Answers the browser, if nobody has yet, and waits for a moment until that has arrived. */
  public void reply(byte[] page) {
    answer(page);
    try {
      boolean _ = delivered.await(DELIVERY_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Waits for the reply, on the browser's connection. */
  byte[] awaitReply(byte[] otherwise) {
    try {
      return reply.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException | ExecutionException | TimeoutException e) {
      return otherwise;
    }
  }

  /** The browser has its answer, or has gone. */
  void delivered() {
    delivered.countDown();
  }
}
