package dev.keyfob.auth.api.internal.http;

import dev.keyfob.auth.api.internal.cache.CachedAccount;
import dev.keyfob.auth.api.internal.cache.CachedAccount.CachedCredential;
import dev.keyfob.auth.api.spi.BoundedHttp;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * {@link RenewingClient#send} without a thread that waits: for the service waits the HTTP client,
 * for a store or a renewal a virtual thread.
 */
final class AsyncExchange<T> {
  private final CachedAccount account;
  private final RequestAuthorizer attachment;
  private final BoundedHttp http;
  private final HttpRequest request;
  private final BodyHandler<T> body;
  private final CompletableFuture<HttpResponse<T>> result = new CompletableFuture<>();
  private volatile @Nullable CompletableFuture<?> underWay;

  AsyncExchange(
      CachedAccount account,
      RequestAuthorizer attachment,
      BoundedHttp http,
      HttpRequest request,
      BodyHandler<T> body) {
    this.account = account;
    this.attachment = attachment;
    this.http = http;
    this.request = request;
    this.body = body;
  }

  CompletableFuture<HttpResponse<T>> start() {
    CachedCredential held = account.fresh(Duration.ZERO);
    CompletableFuture<CachedCredential> ready =
        held == null
            ? onVirtualThread(() -> account.get(Duration.ZERO))
            : CompletableFuture.completedFuture(held);
    CompletableFuture<?> _ = ready.thenCompose(this::sendTwice).whenComplete(this::finish);
    CompletableFuture<?> _ = result.whenComplete((response, failure) -> cancelUnderWay());
    return result;
  }

  private CompletableFuture<HttpResponse<T>> sendTwice(CachedCredential held) {
    return exchange(RedirectStep.first(request), held)
        .thenCompose(
            first ->
                RenewingClient.isToBeRepeated(request, first)
                    ? repeat(held)
                    : CompletableFuture.completedFuture(first));
  }

  private CompletableFuture<HttpResponse<T>> repeat(CachedCredential rejected) {
    return onVirtualThread(
            () ->
                account
                    .afterRejection(rejected)
                    .orElseThrow(() -> RequestAuthorizer.rejected(rejected)))
        .thenCompose(
            other ->
                exchange(RedirectStep.first(request), other)
                    .thenApply(second -> RenewingClient.accepted(second, other)));
  }

  private CompletableFuture<HttpResponse<T>> exchange(RedirectStep hop, CachedCredential held) {
    return sendOnce(attachment.on(hop.request(), held), hop)
        .thenCompose(
            response -> {
              @Nullable RedirectStep next = hop.next(response);
              return next == null
                  ? CompletableFuture.completedFuture(response)
                  : exchange(next, held);
            });
  }

  private CompletableFuture<HttpResponse<T>> sendOnce(HttpRequest authorized, RedirectStep hop) {
    CompletableFuture<HttpResponse<T>> sent =
        http.client().sendAsync(authorized, hop.handler(body));
    underWay = sent;
    if (result.isDone()) {
      cancelUnderWay();
    }
    return sent.exceptionallyCompose(
        failure -> CompletableFuture.failedFuture(BoundedHttp.failure(authorized, cause(failure))));
  }

  private void finish(@Nullable HttpResponse<T> response, @Nullable Throwable failure) {
    if (response != null) {
      result.complete(response);
    } else if (failure != null) {
      result.completeExceptionally(cause(failure));
    }
  }

  private void cancelUnderWay() {
    CompletableFuture<?> current = underWay;
    if (current != null) {
      current.cancel(true);
    }
  }

  private static Throwable cause(Throwable failure) {
    return failure instanceof CompletionException && failure.getCause() != null
        ? failure.getCause()
        : failure;
  }

  private static <R> CompletableFuture<R> onVirtualThread(Supplier<R> work) {
    return CompletableFuture.supplyAsync(work, task -> Thread.ofVirtual().start(task));
  }
}
