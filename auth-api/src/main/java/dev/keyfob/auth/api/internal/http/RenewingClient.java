package dev.keyfob.auth.api.internal.http;

import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.http.AuthenticatedClient;
import dev.keyfob.auth.api.internal.cache.CachedAccount;
import dev.keyfob.auth.api.internal.cache.CachedAccount.CachedCredential;
import dev.keyfob.auth.api.internal.plugin.Providers;
import dev.keyfob.auth.api.spi.BoundedHttp;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Puts the credential on requests and renews it at most once for each. */
public final class RenewingClient implements AuthenticatedClient {
  private final CachedAccount account;
  private final RequestAuthorizer attachment;
  private final BoundedHttp http;
  private final Runnable requireOpen;

  /**
   * A client of one account.
   *
   * @param requireOpen throws once there is no more to be had from this client
   */
  public RenewingClient(
      CachedAccount account, Providers providers, BoundedHttp http, Runnable requireOpen) {
    this.account = account;
    this.attachment = new RequestAuthorizer(providers);
    this.http = http;
    this.requireOpen = requireOpen;
  }

  @Override
  public URI resolve(String path) {
    requireOpen.run();
    return account.profile().resolve(path);
  }

  @Override
  public HttpRequest authorize(HttpRequest request) {
    requireOpen.run();
    RequestAuthorizer.requireOwnOrigin(request.uri(), account.account());
    return attachment.on(request, account.get(Duration.ZERO));
  }

  @Override
  public <T> HttpResponse<T> send(HttpRequest request, BodyHandler<T> body) {
    requireOpen.run();
    RequestAuthorizer.requireOwnOrigin(request.uri(), account.account());
    CachedCredential held = account.get(Duration.ZERO);
    HttpResponse<T> first = exchange(request, held, body);
    if (!isToBeRepeated(request, first)) {
      return first;
    }
    CachedCredential other =
        account.afterRejection(held).orElseThrow(() -> RequestAuthorizer.rejected(held));
    return accepted(exchange(request, other, body), other);
  }

  @Override
  public <T> CompletableFuture<HttpResponse<T>> sendAsync(
      HttpRequest request, BodyHandler<T> body) {
    requireOpen.run();
    try {
      RequestAuthorizer.requireOwnOrigin(request.uri(), account.account());
    } catch (AuthException e) {
      return CompletableFuture.failedFuture(e);
    }
    return new AsyncExchange<>(account, attachment, http, request, body).start();
  }

  /** A 401 to a request that can be sent again. */
  static boolean isToBeRepeated(HttpRequest request, HttpResponse<?> response) {
    return response.statusCode() == RedirectStep.UNAUTHORIZED && RedirectStep.isReplayable(request);
  }

  /** The answer to a request that was sent again, if it is not another 401. */
  static <T> HttpResponse<T> accepted(HttpResponse<T> second, CachedCredential sent) {
    if (second.statusCode() == RedirectStep.UNAUTHORIZED) {
      throw RequestAuthorizer.rejected(sent);
    }
    return second;
  }

  /** One exchange, with redirects within the origin followed. */
  private <T> HttpResponse<T> exchange(
      HttpRequest request, CachedCredential held, BodyHandler<T> body) {
    RedirectStep hop = RedirectStep.first(request);
    while (true) {
      HttpResponse<T> response = sendOnce(attachment.on(hop.request(), held), hop.handler(body));
      @Nullable RedirectStep next = hop.next(response);
      if (next == null) {
        return response;
      }
      hop = next;
    }
  }

  private <T> HttpResponse<T> sendOnce(HttpRequest request, BodyHandler<T> body) {
    try {
      return http.client().send(request, body);
    } catch (IOException e) {
      throw BoundedHttp.failure(request, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AuthException.Cancelled("Interrupted while waiting for the service.");
    }
  }
}
