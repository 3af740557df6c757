package dev.keyfob.cli.command.api;

import java.net.http.HttpRequest.BodyPublisher;
import java.nio.ByteBuffer;
import java.util.concurrent.Flow.Subscriber;
import java.util.concurrent.Flow.Subscription;
import java.util.function.Supplier;

/**
 * A body that shows how much of it has been sent. Safe for use by many threads, each of which sends
 * it for itself.
 *
 * @param body the body
 * @param progress begins to show
 */
record WatchedBody(BodyPublisher body, Supplier<Progress> progress) implements BodyPublisher {
  @Override
  public long contentLength() {
    return body.contentLength();
  }

  @Override
  public void subscribe(Subscriber<? super ByteBuffer> subscriber) {
    body.subscribe(new Watcher(subscriber, progress.get()));
  }

  private record Watcher(Subscriber<? super ByteBuffer> sender, Progress progress)
      implements Subscriber<ByteBuffer> {
    @Override
    public void onSubscribe(Subscription subscription) {
      sender.onSubscribe(
          new Subscription() {
            @Override
            public void request(long pieces) {
              subscription.request(pieces);
            }

            @Override
            public void cancel() {
              progress.close();
              subscription.cancel();
            }
          });
    }

    @Override
    public void onNext(ByteBuffer piece) {
      progress.add(piece.remaining());
      sender.onNext(piece);
    }

    @Override
    public void onError(Throwable cause) {
      progress.close();
      sender.onError(cause);
    }

    @Override
    public void onComplete() {
      progress.close();
      sender.onComplete();
    }
  }
}
