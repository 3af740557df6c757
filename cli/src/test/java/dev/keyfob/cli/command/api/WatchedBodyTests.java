package dev.keyfob.cli.command.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.concurrent.Flow.Subscriber;
import java.util.concurrent.Flow.Subscription;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class WatchedBodyTests {
  private static final int MEGABYTE = 1024 * 1024;
  private static final String GONE = "\r\u001b[K";

  private final ByteArrayOutputStream screen = new ByteArrayOutputStream();
  private final AtomicLong seconds = new AtomicLong();

  private WatchedBody body(byte[]... pieces) {
    long total = (long) pieces.length * MEGABYTE;
    return new WatchedBody(
        BodyPublishers.concat(
            List.of(pieces).stream()
                .map(BodyPublishers::ofByteArray)
                .toArray(BodyPublisher[]::new)),
        () ->
            new Progress(
                new PrintStream(screen, true, StandardCharsets.UTF_8),
                OptionalLong.of(total),
                80,
                () -> seconds.getAndIncrement() * 1_000_000_000L));
  }

  @Test
  void subscribe_longBody_arrivesWholeAndIsShownOnTheWay() {
    BodySubscriber<byte[]> received = BodySubscribers.ofByteArray();

    body(new byte[MEGABYTE], new byte[MEGABYTE]).subscribe(new Adapter(received));

    assertEquals(2 * MEGABYTE, received.getBody().toCompletableFuture().join().length);
    String shown = screen.toString(StandardCharsets.UTF_8);
    assertTrue(shown.contains("100 %  2.0 MB of 2.0 MB"), shown);
    assertTrue(shown.endsWith(GONE), shown);
  }

  @Test
  void cancel_inTheMiddle_leavesTheTerminalAsItWas() {
    body(new byte[MEGABYTE], new byte[MEGABYTE])
        .subscribe(
            new Subscriber<>() {
              private @Nullable Subscription subscription;

              @Override
              public void onSubscribe(Subscription given) {
                subscription = given;
                given.request(1);
              }

              @Override
              public void onNext(ByteBuffer piece) {
                Objects.requireNonNull(subscription).cancel();
              }

              @Override
              public void onError(Throwable cause) {}

              @Override
              public void onComplete() {}
            });

    String shown = screen.toString(StandardCharsets.UTF_8);
    assertTrue(shown.contains(" of 2.0 MB"), shown);
    assertTrue(shown.endsWith(GONE), shown);
  }

  private record Adapter(BodySubscriber<byte[]> received) implements Subscriber<ByteBuffer> {
    @Override
    public void onSubscribe(Subscription subscription) {
      received.onSubscribe(subscription);
    }

    @Override
    public void onNext(ByteBuffer piece) {
      received.onNext(List.of(piece));
    }

    @Override
    public void onError(Throwable cause) {
      received.onError(cause);
    }

    @Override
    public void onComplete() {
      received.onComplete();
    }
  }
}
