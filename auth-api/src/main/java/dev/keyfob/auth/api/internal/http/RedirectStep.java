package dev.keyfob.auth.api.internal.http;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.net.http.HttpResponse.ResponseInfo;
import org.jspecify.annotations.Nullable;

/**
 * One request on its way: the caller's, or what a redirect within the origin made of it.
 *
 * @param request the request, without a credential
 * @param number how many redirects came before it
 */
record RedirectStep(HttpRequest request, int number) {
  static final int UNAUTHORIZED = 401;

  static RedirectStep first(HttpRequest request) {
    return new RedirectStep(request, 0);
  }

  /** A body of unknown length is a stream, which has been read once it has been sent. */
  static boolean isReplayable(HttpRequest request) {
    return request.bodyPublisher().map(body -> body.contentLength() >= 0).orElse(true);
  }

  /** Where the answer leads; null if it is the last one. */
  @Nullable RedirectStep next(HttpResponse<?> response) {
    HttpRequest next =
        mayFollow() ? Redirects.follow(request, response.statusCode(), response.headers()) : null;
    return next == null ? null : new RedirectStep(next, number + 1);
  }

  /**
   * The caller's handler, but for the bodies of redirects and of a 401 that is going to be answered
   * by a renewal or an exception: it may write to a file, or open a stream that nobody would close.
   *
   * @param rejected for the body of such a 401; null if nobody wants it
   */
  <T> BodyHandler<T> handler(BodyHandler<T> body, @Nullable BodyHandler<?> rejected) {
    return info -> {
      if (info.statusCode() == UNAUTHORIZED && isReplayable(request)) {
        return rejected == null ? dropped() : read(rejected.apply(info));
      }
      return leadsOn(info) ? dropped() : body.apply(info);
    };
  }

  private boolean leadsOn(ResponseInfo info) {
    return mayFollow() && Redirects.follow(request, info.statusCode(), info.headers()) != null;
  }

  private boolean mayFollow() {
    return number < Redirects.MAX_REDIRECTS && isReplayable(request);
  }

  @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"}) // nobody reads a dropped body
  private static <T> BodySubscriber<T> dropped() {
    return BodySubscribers.replacing(null);
  }

  @SuppressWarnings({
    "NullAway",
    "TypeParameterUnusedInFormals"
  }) // the caller has it by its handler
  private static <T> BodySubscriber<T> read(BodySubscriber<?> subscriber) {
    return BodySubscribers.mapping(subscriber, body -> null);
  }
}
