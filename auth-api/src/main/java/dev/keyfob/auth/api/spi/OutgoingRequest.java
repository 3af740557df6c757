package dev.keyfob.auth.api.spi;

import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.stability.Evolving;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Flow;
import java.util.function.Consumer;

/** A request on which a credential is to be put, before it is sent. For one thread. */
@Evolving
public final class OutgoingRequest {
  private final String method;
  private final URI target;
  private final HttpHeaders headers;
  private final Optional<BodyPublisher> body;

  private OutgoingRequest(
      String method, URI target, HttpHeaders headers, Optional<BodyPublisher> body) {
    this.method = method;
    this.target = target;
    this.headers = headers;
    this.body = body;
  }

  /**
   * A request of which no more is known than its first line.
   *
   * @param method the method
   * @param target the whole address
   * @return the request, without headers and body
   */
  public static OutgoingRequest of(String method, URI target) {
    return new OutgoingRequest(
        method, target, HttpHeaders.of(Map.of(), (name, value) -> true), Optional.empty());
  }

  /**
   * A request that the HTTP client is about to send.
   *
   * @param request the request as its author has made it
   * @return the request
   */
  public static OutgoingRequest of(HttpRequest request) {
    return new OutgoingRequest(
        request.method(), request.uri(), request.headers(), request.bodyPublisher());
  }

  /**
   * The method.
   *
   * @return for example {@code GET}
   */
  public String method() {
    return method;
  }

  /**
   * The whole address.
   *
   * @return the address, with the query
   */
  public URI target() {
    return target;
  }

  /**
   * The headers that the request's author has set.
   *
   * @return the headers, without those that the HTTP client adds itself
   */
  public HttpHeaders headers() {
    return headers;
  }

  /**
   * Whether there is a body.
   *
   * @return false if nothing follows the headers
   */
  public boolean hasBody() {
    return body.filter(publisher -> publisher.contentLength() != 0).isPresent();
  }

  /**
   * Reads the body in advance, for a digest or a signature; it is read again when it is sent.
   * Blocks for as long as its source does.
   *
   * @param reader is given the body piece by piece, for example {@code digest::update}; without a
   *     body it is given nothing
   * @return whether the body was read; false if it is a stream, which can be read only once and has
   *     not been touched
   * @throws AuthException.Misconfigured if the body's source fails
   */
  public boolean readBody(Consumer<ByteBuffer> reader) {
    if (!hasBody()) {
      return true;
    }
    BodyPublisher publisher = body.orElseThrow();
    if (publisher.contentLength() < 0) {
      return false;
    }
    Reading reading = new Reading(reader);
    publisher.subscribe(reading);
    try {
      reading.done.join();
    } catch (CompletionException e) {
      throw AuthException.usage("The body of the request cannot be read.", null);
    }
    return true;
  }

  /** The method and the place, without the query, which may hold a secret. */
  @Override
  public String toString() {
    return "OutgoingRequest[" + method + " " + target.getHost() + target.getRawPath() + "]";
  }

  private static final class Reading implements Flow.Subscriber<ByteBuffer> {
    private final Consumer<ByteBuffer> reader;
    final CompletableFuture<Void> done = new CompletableFuture<>();

    Reading(Consumer<ByteBuffer> reader) {
      this.reader = reader;
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
      subscription.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(ByteBuffer piece) {
      reader.accept(piece);
    }

    @Override
    public void onError(Throwable cause) {
      done.completeExceptionally(cause);
    }

    @Override
    public void onComplete() {
      boolean _ = done.complete(null);
    }
  }
}
