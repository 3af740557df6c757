package dev.keyfob.auth.api.internal.http;

import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.internal.cache.CachedAccount;
import dev.keyfob.auth.api.internal.cache.CachedAccount.CachedCredential;
import dev.keyfob.auth.api.spi.BoundedHttp;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * One request with the credential on it, redirects within the origin followed, and sent again with
 * another credential after a 401. It runs in the caller's thread or in a virtual one of its own.
 *
 * @param <T> the type of the answer's body
 */
final class Exchange<T> {
  private final CachedAccount account;
  private final RequestAuthorizer authorizer;
  private final BoundedHttp http;
  private final HttpRequest request;
  private final BodyHandler<T> body;
  private final @Nullable BodyHandler<?> rejected;
  private volatile @Nullable CompletableFuture<?> underWay;
  private volatile boolean cancelled;

  Exchange(
      CachedAccount account,
      RequestAuthorizer authorizer,
      BoundedHttp http,
      HttpRequest request,
      BodyHandler<T> body,
      @Nullable BodyHandler<?> rejected) {
    this.account = account;
    this.authorizer = authorizer;
    this.http = http;
    this.request = request;
    this.body = body;
    this.rejected = rejected;
  }

  /** Runs in a virtual thread. Cancelling the result drops the request that is under way. */
  CompletableFuture<HttpResponse<T>> start() {
    CompletableFuture<HttpResponse<T>> result = new CompletableFuture<>();
    CompletableFuture<?> _ = result.whenComplete((response, failure) -> cancel());
    Thread.ofVirtual().start(() -> complete(result));
    return result;
  }

  private void complete(CompletableFuture<HttpResponse<T>> result) {
    try {
      result.complete(run());
    } catch (Throwable e) { // an error belongs to whoever waits for the result as well
      result.completeExceptionally(e);
    }
  }

  /** Runs in this thread. */
  HttpResponse<T> run() {
    CachedCredential first = account.get(Duration.ZERO);
    HttpResponse<T> response = follow(first);
    if (response.statusCode() != RedirectStep.UNAUTHORIZED || !RedirectStep.isReplayable(request)) {
      return response;
    }
    CachedCredential other =
        account.afterRejection(first).orElseThrow(() -> RequestAuthorizer.rejected(first));
    HttpResponse<T> second = follow(other);
    if (second.statusCode() == RedirectStep.UNAUTHORIZED) {
      throw RequestAuthorizer.rejected(other);
    }
    return second;
  }

  private HttpResponse<T> follow(CachedCredential credential) {
    RedirectStep step = RedirectStep.first(request);
    while (true) {
      HttpResponse<T> response =
          send(authorizer.on(step.request(), credential), step.handler(body, rejected));
      if (authorizer.answered(response, credential) && RedirectStep.isReplayable(step.request())) {
        response = send(authorizer.on(step.request(), credential), step.handler(body, rejected));
        boolean _ = authorizer.answered(response, credential);
      }
      @Nullable RedirectStep next = step.next(response);
      if (next == null) {
        return response;
      }
      step = next;
    }
  }

  private HttpResponse<T> send(HttpRequest authorized, BodyHandler<T> handler) {
    while (true) {
      try {
        return sendOnce(authorized, handler);
      } catch (ExecutionException e) {
        Throwable cause = e.getCause() == null ? e : e.getCause();
        if (!RedirectStep.isReplayable(authorized) || !http.hasAnotherAddress(authorized, cause)) {
          throw http.failure(authorized, cause);
        }
      }
    }
  }

  private HttpResponse<T> sendOnce(HttpRequest authorized, BodyHandler<T> handler)
      throws ExecutionException {
    if (cancelled) {
      throw new CancellationException();
    }
    CompletableFuture<HttpResponse<T>> sent = http.client().sendAsync(authorized, handler);
    underWay = sent;
    if (cancelled) { // meanwhile
      sent.cancel(true);
    }
    try {
      return http.allowed(authorized, sent.get());
    } catch (InterruptedException e) {
      sent.cancel(true);
      Thread.currentThread().interrupt();
      throw new AuthException.Cancelled("Interrupted while waiting for the service.");
    } catch (CancellationException e) {
      throw http.failure(authorized, e);
    }
  }

  /** Only what is being sent: a renewal that has begun is finished and stored. */
  private void cancel() {
    cancelled = true;
    CompletableFuture<?> current = underWay;
    if (current != null) {
      current.cancel(true);
    }
  }
}
