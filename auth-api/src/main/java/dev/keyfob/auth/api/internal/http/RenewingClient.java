package dev.keyfob.auth.api.internal.http;

import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.http.AuthenticatedClient;
import dev.keyfob.auth.api.http.BoundedHttp;
import dev.keyfob.auth.api.internal.plugin.Providers;
import dev.keyfob.auth.api.internal.session.LiveAccount;
import dev.keyfob.auth.api.internal.session.LiveAccount.Held;
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
  private final LiveAccount account;
  private final Attachment attachment;
  private final BoundedHttp http;
  private final Runnable requireOpen;

  /**
   * A client of one account.
   *
   * @param requireOpen throws once there is no more to be had from this client
   */
  public RenewingClient(
      LiveAccount account, Providers providers, BoundedHttp http, Runnable requireOpen) {
    this.account = account;
    this.attachment = new Attachment(providers);
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
    Attachment.requireOwnOrigin(request.uri(), account.account());
    return attachment.on(request, account.get(Duration.ZERO));
  }

  @Override
  public <T> HttpResponse<T> send(HttpRequest request, BodyHandler<T> body) {
    requireOpen.run();
    Attachment.requireOwnOrigin(request.uri(), account.account());
    Held held = account.get(Duration.ZERO);
    HttpResponse<T> first = exchange(request, held, body);
    if (!isToBeRepeated(request, first)) {
      return first;
    }
    Held other = account.afterRejection(held).orElseThrow(() -> Attachment.rejected(held));
    return accepted(exchange(request, other, body), other);
  }

  @Override
  public <T> CompletableFuture<HttpResponse<T>> sendAsync(
      HttpRequest request, BodyHandler<T> body) {
    requireOpen.run();
    try {
      Attachment.requireOwnOrigin(request.uri(), account.account());
    } catch (AuthException e) {
      return CompletableFuture.failedFuture(e);
    }
    return new AsyncExchange<>(account, attachment, http, request, body).start();
  }

  /** A 401 to a request that can be sent again. */
  static boolean isToBeRepeated(HttpRequest request, HttpResponse<?> response) {
    return response.statusCode() == Hop.UNAUTHORIZED && Hop.isReplayable(request);
  }

  /** The answer to a request that was sent again, if it is not another 401. */
  static <T> HttpResponse<T> accepted(HttpResponse<T> second, Held sent) {
    if (second.statusCode() == Hop.UNAUTHORIZED) {
      throw Attachment.rejected(sent);
    }
    return second;
  }

  /** One exchange, with redirects within the origin followed. */
  private <T> HttpResponse<T> exchange(HttpRequest request, Held held, BodyHandler<T> body) {
    Hop hop = Hop.first(request);
    while (true) {
      HttpResponse<T> response = sendOnce(attachment.on(hop.request(), held), hop.handler(body));
      @Nullable Hop next = hop.next(response);
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
